//! Who spoke: the subject of the cue, or the party nearest to it.

use risalah_doc::{EntityKind, Mention, MentionKind, Rel, Resolved, Speaker, TokenId, Upos};

use crate::parties;
use crate::tree::Tree;

/// How many tokens from the cue a speaker may begin.
const NEAR: TokenId = 4;

/// How many tokens a title with a name behind it may have.
const TITLE: TokenId = 24;

/// How many nouns down whose words or figures they are is looked for.
const OWNERS: usize = 3;

/// The speaker of a cue, `after` where the cue is of the kind that its speaker follows.
pub(crate) fn of_cue(
    tree: &Tree<'_>,
    resolved: &Resolved,
    cue: TokenId,
    after: bool,
) -> Option<Speaker> {
    let sentence = &resolved.parsed.sentences[resolved.parsed.sentence_of(cue)?];
    // "…, kebangeten," kata X: a sign ends what was said before the cue.
    let apart = |s: TokenId| (s..cue).any(|t| tree.token(t).upos == Upos::Punct);
    // "…, he said, “…”"
    let alone = |t: TokenId| {
        let token = tree.token(t);
        let sign = t == sentence.tokens.start || tree.token(t - 1).upos == Upos::Punct;
        token.upos == Upos::Pron && sign && !token.feats.get("Person").is_empty()
    };
    if after && cue > sentence.tokens.start && alone(cue - 1) {
        return Some(at_head(tree, resolved, cue - 1));
    }
    if after {
        // "…," he said: the subject stands between what was said and the cue.
        let before = tree
            .with_rel(cue, Rel::Nsubj)
            .find(|s| *s < cue && *s + 4 > cue && !apart(*s));
        if let Some(subject) = before {
            // "…, which said it was": the pronoun stands for what its clause hangs on.
            let relative =
                tree.token(cue).rel == Rel::AclRelcl && tree.token(subject).upos == Upos::Pron;
            let meant = relative.then(|| tree.surface_subject(cue)).flatten();
            return Some(at_head(tree, resolved, meant.unwrap_or(subject)));
        }
        let found = between(tree, resolved, (sentence.tokens.start, cue))
            .or_else(|| following(tree, resolved, cue, sentence.tokens.end));
        if found.is_some() {
            return found;
        }
    }
    if let Some(subject) = tree.surface_subject(cue)
        && (sentence.tokens.contains(&subject))
        && !tree.passive(cue)
    {
        return Some(
            titled(tree, resolved, subject, cue)
                .unwrap_or_else(|| at_head(tree, resolved, subject)),
        );
    }
    if after {
        introduced(tree, resolved, cue, sentence.tokens.start)
    } else {
        preceding(tree, resolved, cue, sentence.tokens.start)
    }
    .or_else(|| {
        // Whom the words are for does not say them.
        let told = tree.is_one_of(cue + 1, &tree.grammar.tellings)
            || tree.with_rel(cue, Rel::Iobj).any(|to| to > cue);
        if told {
            return heading(tree, (sentence.tokens.start, cue));
        }
        following(tree, resolved, cue, sentence.tokens.end)
    })
}

/// "“…,” Rep. Gwen Moore (D-Wis.) said Friday": whoever is named between the end of what is quoted
/// and the cue.
fn between(
    tree: &Tree<'_>,
    resolved: &Resolved,
    (start, cue): (TokenId, TokenId),
) -> Option<Speaker> {
    let mark = |t: &TokenId| {
        let mut signs = tree.parsed.form(*t).chars();
        signs.all(|c| "\"”»'’".contains(c))
    };
    let close = (start.max(cue.saturating_sub(TITLE))..cue)
        .rev()
        .find(mark)?;
    // What goes on behind the mark without a sign is part of what was said.
    let sign = |t: TokenId| matches!(tree.parsed.form(t), "," | "." | "!" | "?" | "…" | "...");
    let mut before = (start..close).rev().skip_while(mark);
    if !before.next().is_some_and(sign) && !sign(close + 1) {
        return None;
    }
    let phrase = close + 1 + TokenId::from(sign(close + 1))..cue;
    let verb = |t: &TokenId| matches!(tree.token(*t).upos, Upos::Verb | Upos::Aux);
    let nominal = |t: &TokenId| {
        matches!(
            tree.token(*t).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj
        )
    };
    let first = phrase.clone().next().filter(nominal)?;
    let mut words = phrase.take_while(|t| !verb(t));
    let named = words.clone().filter_map(|t| resolved.mention_at(t));
    if let Some(mention) = named.max_by_key(|m| (person(resolved, m), std::cmp::Reverse(m.head))) {
        return Some(at_head(tree, resolved, mention.head));
    }
    let last = words.by_ref().take_while(nominal).last()?;
    Some(in_words(tree, first, last))
}

/// "Sources close to the talks told Reuters …": the noun that opens the sentence, where no verb
/// stands before the cue.
fn heading(tree: &Tree<'_>, (start, cue): (TokenId, TokenId)) -> Option<Speaker> {
    let verb = |t: TokenId| matches!(tree.token(t).upos, Upos::Verb | Upos::Aux);
    let nominal = |t: &TokenId| {
        matches!(
            tree.token(*t).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Num
        )
    };
    if (start..cue).any(verb) {
        return None;
    }
    let last = (start..cue).take_while(nominal).last()?;
    Some(in_words(tree, start, last))
}

/// Whoever is named between what was said and the cue, or right behind the cue.
pub(crate) fn beside(
    tree: &Tree<'_>,
    resolved: &Resolved,
    (from, cue): (TokenId, TokenId),
) -> Option<Speaker> {
    let noun = |t: &TokenId| {
        matches!(
            tree.token(*t).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det
        )
    };
    let end = resolved.parsed.sentences[resolved.parsed.sentence_of(cue)?]
        .tokens
        .end;
    let first = (from..cue).find(noun);
    let last = (from..cue).rev().find(noun);
    match (first, last) {
        (Some(first), Some(last)) => {
            Some(mentioned(tree, resolved, last).unwrap_or_else(|| in_words(tree, first, last)))
        }
        _ => following(tree, resolved, cue, end),
    }
}

/// The speaker of a participle or a noun for speech: the one whose words they are ("his claim"),
/// or the subject of the verb above.
pub(crate) fn over(tree: &Tree<'_>, resolved: &Resolved, cue: TokenId) -> Option<Speaker> {
    let sentence = &resolved.parsed.sentences[resolved.parsed.sentence_of(cue)?];
    if tree.token(cue).upos != Upos::Verb {
        let owner = tree.children(cue).iter().copied().find(|c| {
            let rel = tree.token(*c).rel;
            *c < cue && (rel == Rel::NmodPoss || rel.is(Rel::Nsubj) || rel.is(Rel::Compound))
        });
        // "the claim by Moscow that", "Tudingan Israel bahwa"
        let behind = || {
            let owned = (cue + 1..sentence.tokens.end.min(cue + 1 + TITLE))
                .take_while(|t| {
                    !matches!(tree.token(*t).upos, Upos::Sconj | Upos::Verb | Upos::Punct)
                })
                .find_map(|t| resolved.mention_at(t));
            owned.map(of_mention)
        };
        return owner
            .map(|o| at_head(tree, resolved, o))
            .or_else(behind)
            .or_else(|| preceding(tree, resolved, cue, sentence.tokens.start));
    }
    let mut at = cue;
    for _ in 0..4 {
        let subject = tree
            .with_rel(at, Rel::Nsubj)
            .find(|s| *s < cue && !tree.timed(*s));
        if let Some(subject) = subject {
            let titled = titled(tree, resolved, subject, cue);
            return Some(titled.unwrap_or_else(|| at_head(tree, resolved, subject)));
        }
        match tree.head(at) {
            Some(head) => at = head,
            None => break,
        }
    }
    preceding(tree, resolved, cue, sentence.tokens.start)
}

/// "the chairman of the council of Palembang Saim Marhadan said": the name that ends a subject
/// which is a title, wherever the parser hangs it.
fn titled(tree: &Tree<'_>, resolved: &Resolved, subject: TokenId, cue: TokenId) -> Option<Speaker> {
    let title = resolved.mention_at(subject);
    if title.is_some_and(|t| t.kind == MentionKind::Name && person(resolved, t)) {
        return None;
    }
    let relative = tree.token(cue).rel == Rel::AclRelcl;
    let passed = |t: TokenId| {
        matches!(tree.token(t).upos, Upos::Adv | Upos::Aux | Upos::Part)
            || relative && tree.token(t).upos == Upos::Pron
            || tree.parsed.form(t) == ","
    };
    let adjacent = (subject..cue).rev().find(|t| !passed(*t));
    let adjacent = adjacent
        .filter(|t| *t > subject)
        .and_then(|t| covering(tree, resolved, t))
        .filter(|m| m.kind == MentionKind::Name && person(resolved, m));
    if let Some(name) = adjacent {
        return Some(of_mention(name));
    }
    if title.is_some_and(|t| t.kind == MentionKind::Name) {
        return None;
    }
    // A heading that ran into the sentence is no speaker: any person named before the cue is.
    let unlisted = title.is_none();
    let stops = |t: TokenId| {
        matches!(
            tree.token(t).upos,
            Upos::Verb | Upos::Aux | Upos::Pron | Upos::Cconj
        )
    };
    let mut last = None;
    for at in subject + 1..cue {
        if stops(at) && !unlisted {
            break;
        }
        let named = resolved.mention_at(at);
        last = named
            .filter(|m| m.kind == MentionKind::Name && person(resolved, m))
            .or(last);
    }
    last.map(of_mention)
}

/// The mention that holds a token, wherever its head is: that of a name behind a title may be the
/// title's.
fn covering<'r>(tree: &Tree<'_>, resolved: &'r Resolved, at: TokenId) -> Option<&'r Mention> {
    let span = tree.token(at).span;
    let mentions = &resolved.mentions;
    let from = mentions.partition_point(|m| m.span.end() <= span.start());
    let mut near = mentions[from..].iter();
    near.find(|m| m.span.contains(span) || m.span.start() > span.start())
        .filter(|m| m.span.contains(span))
}

/// The person named behind a title within one phrase: "menurut Wakil Kepala Kepolisian Budi
/// Santoso".
pub(crate) fn named_in(
    tree: &Tree<'_>,
    resolved: &Resolved,
    (from, end): (TokenId, TokenId),
) -> Option<Speaker> {
    let stops = |t: TokenId| {
        matches!(
            tree.token(t).upos,
            Upos::Verb | Upos::Aux | Upos::Pron | Upos::Punct | Upos::Sconj
        )
    };
    let named = (from..end)
        .take_while(|t| !stops(*t))
        .filter_map(|t| resolved.mention_at(t))
        .find(|m| m.kind == MentionKind::Name && person(resolved, m))?;
    Some(of_mention(named))
}

/// The speaker at a noun: its mention, or a mention that it is the title of, or its own words.
pub(crate) fn at_head(tree: &Tree<'_>, resolved: &Resolved, head: TokenId) -> Speaker {
    mentioned(tree, resolved, head).unwrap_or_else(|| {
        // What the parser hangs on a noun beyond a sign or verb is none of its words.
        let first = tree.first_word(head);
        let stops = |t: &TokenId| {
            let verb = matches!(tree.token(*t).upos, Upos::Verb | Upos::Aux);
            verb || tree.parsed.form(*t) == ","
        };
        let from = (first..head).rev().find(stops).map_or(first, |t| t + 1);
        in_words(tree, from, head)
    })
}

/// The source at a noun behind "according to"; where the noun is what they wrote or counted
/// ("menurut data Kementerian Kesehatan"), those whose it is. Words begin at `first`.
pub(crate) fn behind(
    tree: &Tree<'_>,
    resolved: &Resolved,
    head: TokenId,
    first: TokenId,
) -> Speaker {
    let below = |noun: &TokenId| {
        let mut children = tree.children(*noun).iter().copied();
        children.find(|c| c > noun && tree.token(*c).rel.is(Rel::Nmod))
    };
    let mut nouns = std::iter::successors(Some(head), below).take(OWNERS);
    nouns
        .find_map(|noun| mentioned(tree, resolved, noun))
        .unwrap_or_else(|| {
            // "according to police reports": those whose papers they are.
            let party = |m: &&Mention| kind(resolved, m) != Some(EntityKind::Place);
            let mut owners = (first..head).filter_map(|t| resolved.mention_at(t));
            Speaker {
                entity: owners.find(party).map(|m| m.entity),
                ..in_words(tree, first.min(head), head)
            }
        })
}

/// Whom a noun mentions, or names behind itself.
fn mentioned(tree: &Tree<'_>, resolved: &Resolved, noun: TokenId) -> Option<Speaker> {
    let mention = named_by(tree, resolved, noun).or_else(|| resolved.mention_at(noun));
    mention.map(of_mention)
}

/// Whoever is named from here on by a name that nothing else knows.
pub(crate) fn strange(tree: &Tree<'_>, first: TokenId, end: TokenId) -> Option<Speaker> {
    let name = (first..end).take_while(|t| tree.token(*t).upos == Upos::Propn);
    Some(in_words(tree, first, name.last()?))
}

/// A speaker of whom only the words are known.
fn in_words(tree: &Tree<'_>, first: TokenId, last: TokenId) -> Speaker {
    Speaker {
        span: Some(tree.token(first).span.cover(tree.token(last).span)),
        entity: None,
    }
}

/// "the minister, Retno Marsudi": the name is the speaker, the title only says who that is.
fn named_by<'r>(tree: &Tree<'_>, resolved: &'r Resolved, head: TokenId) -> Option<&'r Mention> {
    let children = tree
        .with_rel(head, Rel::Appos)
        .chain(tree.with_rel(head, Rel::Flat));
    children.filter_map(|c| resolved.mention_at(c)).find(|m| {
        m.kind == MentionKind::Name
            && resolved
                .mention_at(head)
                .is_none_or(|h| h.kind != MentionKind::Name || h.entity == m.entity)
    })
}

fn of_mention(mention: &Mention) -> Speaker {
    let role = parties::role(mention);
    Speaker {
        span: Some(role.span),
        entity: Some(role.entity),
    }
}

/// Whether the mention stands for one human being.
pub(crate) fn person(resolved: &Resolved, mention: &Mention) -> bool {
    kind(resolved, mention) == Some(EntityKind::Person)
}

fn kind(resolved: &Resolved, mention: &Mention) -> Option<EntityKind> {
    resolved
        .entities
        .get(mention.entity as usize)
        .map(|e| e.kind)
}

/// The first person named after the cue, before a verb or the end of the phrase: titles and
/// bodies before the name only say who that is.
fn person_after(
    tree: &Tree<'_>,
    resolved: &Resolved,
    cue: TokenId,
    end: TokenId,
) -> Option<Speaker> {
    let mut commas = 0;
    for at in cue + 1..end.min(cue + 20) {
        let token = tree.token(at);
        let form = tree.parsed.form(at);
        commas += usize::from(form == ",");
        let stops = matches!(
            token.upos,
            Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Pron
        ) || form == "."
            || commas > 2;
        if stops {
            return None;
        }
        let named = resolved
            .mention_at(at)
            .filter(|m| m.kind == MentionKind::Name && person(resolved, m));
        if let Some(mention) = named {
            return Some(of_mention(mention));
        }
    }
    None
}

/// The first party that begins right after the cue; a longer one that begins there wins.
pub(crate) fn following(
    tree: &Tree<'_>,
    resolved: &Resolved,
    cue: TokenId,
    end: TokenId,
) -> Option<Speaker> {
    let limit = (cue + 1 + NEAR).min(end);
    if let Some(person) = person_after(tree, resolved, cue, end) {
        return Some(person);
    }
    for at in cue + 1..end {
        let token = tree.token(at);
        if token.upos == Upos::Punct && at > cue + 1 {
            break;
        }
        // "kata yang lain", "tulis salah satu warga": not only the pronoun.
        let goes_on = |t: TokenId| {
            let next = tree.token(t).upos;
            let noun = matches!(next, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
            noun || matches!(next, Upos::Det | Upos::Adj)
        };
        let alone = at + 1 >= end || !goes_on(at + 1);
        if token.upos == Upos::Pron && at == cue + 1 && alone {
            return Some(at_head(tree, resolved, at));
        }
        if let Some(mention) = resolved.mention_at(at) {
            let from = resolved
                .parsed
                .token_at(mention.phrase.start().min(mention.span.start()));
            if from >= limit {
                break;
            }
            return Some(
                unlisted(tree, (cue, end), mention)
                    .unwrap_or_else(|| at_head(tree, resolved, mention.head)),
            );
        }
    }
    // An unlisted noun phrase right after the cue is the speaker in its own words.
    let next = cue + 1;
    let noun = next < end
        && !tree.timed(next)
        && matches!(
            tree.token(next).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num
        );
    noun.then(|| {
        let last = (next..end.min(next + 8))
            .take_while(|t| {
                matches!(
                    tree.token(*t).upos,
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num
                )
            })
            .last()
            .unwrap_or(next);
        in_words(tree, next, last)
    })
}

/// "kata Manajer PLN Jabar Agung Nugraha": a title with the name of a body, and behind them a name
/// that nothing else knows. The speaker in these words, and the title's entity if it has one.
fn unlisted(tree: &Tree<'_>, (cue, end): (TokenId, TokenId), mention: &Mention) -> Option<Speaker> {
    let stops = |t: TokenId| {
        matches!(
            tree.token(t).upos,
            Upos::Verb | Upos::Aux | Upos::Pron | Upos::Punct | Upos::Sconj
        ) || tree.timed(t)
    };
    let first = cue + 1;
    let mut phrase = (first..end.min(first + TITLE)).take_while(|t| !stops(*t));
    let last = phrase.clone().last()?;
    let named = |t: TokenId| matches!(tree.token(t).upos, Upos::Noun | Upos::Propn);
    let title = phrase.next().is_some_and(named);
    let beyond = tree.token(last).span.start() >= mention.span.end();
    let name = tree.token(last).upos == Upos::Propn && tree.token(last - 1).upos == Upos::Propn;
    // The words name a person, so a body in them is only whose office it is.
    let entity = Some(mention.entity).filter(|_| mention.kind != MentionKind::Name);
    (title && beyond && name).then(|| Speaker {
        entity,
        ..in_words(tree, first, last)
    })
}

/// "X, secretary of the council, said": the party that the sentence begins with, where no other
/// verb stands before the cue.
fn introduced(
    tree: &Tree<'_>,
    resolved: &Resolved,
    cue: TokenId,
    start: TokenId,
) -> Option<Speaker> {
    let verb = |t: TokenId| matches!(tree.token(t).upos, Upos::Verb | Upos::Aux);
    if (start..cue).any(verb) {
        return None;
    }
    if let Some(first) = (start..cue).find_map(|t| resolved.mention_at(t)) {
        return Some(at_head(tree, resolved, first.head));
    }
    strange(tree, start, cue)
}

/// The party that ends nearest before the cue.
fn preceding(
    tree: &Tree<'_>,
    resolved: &Resolved,
    cue: TokenId,
    start: TokenId,
) -> Option<Speaker> {
    (start..cue)
        .rev()
        .take(12)
        .filter_map(|at| resolved.mention_at(at))
        .find(|m| kind(resolved, m).is_some_and(|kind| kind != EntityKind::Place))
        .map(|m| at_head(tree, resolved, m.head))
}
