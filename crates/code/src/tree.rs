//! The dependency tree as coding sees it: children at hand, and logical roles.
//!
//! Who does what to whom is asked in logical roles, so that active and passive, relative
//! clauses, participles, control and coordination all answer alike.

mod agent;
mod heads;
mod objects;
mod outcome;
mod unproven;

use std::ops::Range;

use risalah_doc::{Parsed, Rel, Resolved, Time, Token, TokenId, Upos, Voice};
use risalah_pack::grammar::Grammar;
use risalah_pack::pattern::Lemmas;

/// How many steps a shared or controlled subject is followed, so that no tree is walked twice.
const REACH: usize = 6;

/// How many words may stand between a noun and the clause that fills it.
const NOUN_REACH: usize = 5;

/// The trees of an article with their children indexed.
pub(crate) struct Tree<'a> {
    pub(crate) parsed: &'a Parsed,
    pub(crate) grammar: &'a Grammar,
    // Expressions of time, in the order of the text.
    times: &'a [Time],
    // The head of each token.
    heads: Vec<TokenId>,
    // For each token its children, in order: `edges[starts[t]..starts[t + 1]]`.
    starts: Vec<u32>,
    edges: Vec<TokenId>,
}

impl<'a> Tree<'a> {
    /// Indexes the trees in two passes over the tokens.
    pub(crate) fn new(resolved: &'a Resolved, grammar: &'a Grammar) -> Self {
        let parsed = &resolved.parsed;
        let n = parsed.tokens.len();
        let heads = heads::as_meant(parsed, grammar);
        let inner = |at: usize, head: TokenId| head as usize != at && (head as usize) < n;
        let mut starts = vec![0u32; n + 2];
        for (at, head) in heads.iter().enumerate() {
            if inner(at, *head) {
                starts[*head as usize + 2] += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut edges = vec![0; n];
        for (at, head) in heads.iter().enumerate() {
            if inner(at, *head) {
                let next = &mut starts[*head as usize + 1];
                edges[*next as usize] = at as TokenId;
                *next += 1;
            }
        }
        Self {
            parsed,
            grammar,
            times: &resolved.times,
            heads,
            starts,
            edges,
        }
    }

    pub(crate) fn token(&self, at: TokenId) -> &Token {
        &self.parsed.tokens[at as usize]
    }

    pub(crate) fn lemma(&self, at: TokenId) -> &'a str {
        self.parsed.lemma(at)
    }

    pub(crate) fn children(&self, at: TokenId) -> &[TokenId] {
        let (start, end) = (self.starts[at as usize], self.starts[at as usize + 1]);
        &self.edges[start as usize..end as usize]
    }

    /// Children with this relation, with or without a subtype.
    pub(crate) fn with_rel(
        &self,
        at: TokenId,
        rel: Rel,
    ) -> impl Iterator<Item = TokenId> + Clone + '_ {
        self.children(at)
            .iter()
            .copied()
            .filter(move |c| self.token(*c).rel.is(rel))
    }

    /// What is coordinated with the token; the parser takes some of it for an apposition that opens
    /// with a conjunction, or for another subject of the verb.
    pub(crate) fn conjuncts(&self, at: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let own = self.children(at).iter().copied().filter(move |c| {
            let rel = self.token(*c).rel;
            rel.is(Rel::Conj)
                || *c > at && rel.is(Rel::Appos) && self.token(self.first_word(*c)).rel.is(Rel::Cc)
        });
        let verb = self
            .head(at)
            .filter(|verb| at < *verb && self.token(at).rel == Rel::Nsubj);
        let beside = verb.into_iter().flat_map(move |verb| {
            self.with_rel(verb, Rel::Nsubj)
                .filter(move |s| at < *s && *s < verb && self.joined(*s))
        });
        own.chain(beside)
    }

    /// Whether a conjunction stands right before the phrase that the token heads.
    fn joined(&self, at: TokenId) -> bool {
        let before = self.first_word(at).checked_sub(1);
        before.is_some_and(|t| self.token(t).upos == Upos::Cconj)
    }

    /// The head, `None` for a root.
    pub(crate) fn head(&self, at: TokenId) -> Option<TokenId> {
        Some(self.heads[at as usize]).filter(|head| *head != at)
    }

    /// Whether a word or its lemma is one of these.
    pub(crate) fn is_one_of(&self, at: TokenId, words: &[String]) -> bool {
        let lemma = self.lemma(at);
        let form = self.parsed.form(at);
        words
            .iter()
            .any(|w| w == lemma || w.eq_ignore_ascii_case(form))
    }

    /// Whether a word or its lemma is this one.
    fn is(&self, at: TokenId, word: &str) -> bool {
        self.lemma(at) == word || self.parsed.form(at).eq_ignore_ascii_case(word)
    }

    /// The last token of these words, if they begin here and end before `end`.
    pub(crate) fn phrase<'w>(
        &self,
        words: impl IntoIterator<Item = &'w str>,
        first: TokenId,
        end: TokenId,
    ) -> Option<TokenId> {
        let mut next = first;
        for word in words {
            if next >= end || !self.is(next, word) {
                return None;
            }
            next += 1;
        }
        next.checked_sub(1)
    }

    /// The last token of one of these phrases, if one begins here and ends before `end`.
    fn one_of_phrases(&self, phrases: &[String], first: TokenId, end: TokenId) -> Option<TokenId> {
        let begins = |words: &String| self.phrase(words.split(' '), first, end);
        phrases.iter().filter_map(begins).max()
    }

    /// Whether the word stands in an expression of time.
    pub(crate) fn timed(&self, at: TokenId) -> bool {
        let span = self.token(at).span;
        let next = self.times.partition_point(|t| t.span.end() <= span.start());
        self.times.get(next).is_some_and(|t| t.span.overlaps(span))
    }

    /// The last token of a member of several words that begins here and ends before `end`.
    pub(crate) fn phrase_of(&self, set: &Lemmas, first: TokenId, end: TokenId) -> Option<TokenId> {
        set.phrases()
            .iter()
            .find_map(|words| self.phrase(words.iter().map(AsRef::as_ref), first, end))
    }

    /// Whether a word opens the clause as an infinitive, a purpose or a statement.
    pub(crate) fn opened(&self, at: TokenId) -> bool {
        self.with_rel(at, Rel::Mark).any(|mark| {
            self.is_one_of(mark, &self.grammar.infinitives)
                || self.is_one_of(mark, &self.grammar.statements)
        })
    }

    /// Whether the word is a present participle that stands alone: "saying".
    pub(crate) fn participle(&self, at: TokenId) -> bool {
        let feats = self.token(at).feats;
        feats.get("VerbForm") == "Part"
            && feats.get("Tense") == "Pres"
            && self.with_rel(at, Rel::Aux).next().is_none()
    }

    /// Who carries out what a noun names, where the noun is the object of a verb of doing: "the FBI
    /// joined an investigation".
    pub(crate) fn performer(&self, at: TokenId) -> Option<TokenId> {
        let object = self.token(at).upos == Upos::Noun && self.token(at).rel.is(Rel::Obj);
        let verb = self.head(at).filter(|_| object)?;
        if !self.is_one_of(verb, &self.grammar.carryings) || self.passive(verb) {
            return None;
        }
        self.subject(verb)
    }

    /// Whether the word is written as a common noun is: small, but for the first letter of a sentence.
    pub(crate) fn small(&self, at: TokenId) -> bool {
        let form = self.parsed.form(at);
        let first = self
            .parsed
            .sentence_of(at)
            .is_some_and(|s| self.parsed.sentences[s].tokens.start == at);
        let mut letters = form.chars().skip(usize::from(first));
        letters.all(|c| c.is_lowercase() || c == '-')
    }

    /// Whether the word only puts a question: "asked whether it would leave", "asked about the raid".
    pub(crate) fn inquires(&self, at: TokenId) -> bool {
        let grammar = self.grammar;
        if !self.is_one_of(at, &grammar.askings) {
            return false;
        }
        let question = |t: TokenId| {
            self.token(t).feats.get("PronType") == "Int"
                || self.is_one_of(t, &grammar.questions)
                || self.is_one_of(t, &grammar.conditions)
        };
        self.children(at).iter().copied().any(|c| {
            let rel = self.token(c).rel;
            let clause = rel.is(Rel::Ccomp) || rel.is(Rel::Advcl) || rel.is(Rel::Parataxis);
            let mark = clause
                && self
                    .with_rel(c, Rel::Punct)
                    .any(|p| self.parsed.form(p) == "?");
            c > at && question(self.first_word(c)) || mark || self.under(c, &grammar.topics)
        })
    }

    /// Whether the verb opens what is said and orders it: "Release the hostages", "Bebaskan sandera". A
    /// bare active form of a verb that otherwise has a prefix is an imperative where nobody does it.
    pub(crate) fn imperative(&self, at: TokenId) -> bool {
        let token = self.token(at);
        let sentence = self.parsed.sentence_of(at);
        let first = sentence.is_some_and(|s| self.parsed.sentences[s].tokens.start == at);
        let opens = first || self.token(at.saturating_sub(1)).upos == Upos::Punct;
        let nobody = || self.own_subject(at).is_none();
        let bare = || {
            let form = self.parsed.form(at).to_lowercase();
            token.feats.voice() == Voice::Act && form != self.lemma(at)
        };
        let ordered =
            |t: &Token| t.feats.get("Mood") == "Imp" || t.feats.get("Mood").is_empty() && bare();
        token.upos == Upos::Verb && opens && ordered(token) && nobody() && !self.negated(at)
    }

    /// The tokens behind this one in its sentence.
    pub(crate) fn after(&self, at: TokenId) -> Range<TokenId> {
        let sentence = self.parsed.sentence_of(at);
        sentence.map_or(0..0, |s| at + 1..self.parsed.sentences[s].tokens.end)
    }

    /// One past the last token.
    pub(crate) fn end(&self) -> TokenId {
        self.parsed.tokens.len() as TokenId
    }

    /// The preposition a phrase stands under.
    pub(crate) fn case(&self, at: TokenId) -> Option<TokenId> {
        self.with_rel(at, Rel::Case).next()
    }

    /// Whether the phrase stands under one of these prepositions.
    pub(crate) fn under(&self, at: TokenId, words: &[String]) -> bool {
        self.with_rel(at, Rel::Case)
            .any(|case| self.is_one_of(case, words))
    }

    /// Whether what the subject suffers is the verb's act.
    pub(crate) fn passive(&self, at: TokenId) -> bool {
        let token = self.token(at);
        // "is prepared to lift the ban": the subject is who will act.
        if self.is_one_of(at, &self.grammar.statives)
            && self.with_rel(at, Rel::Xcomp).next().is_some()
        {
            return false;
        }
        match token.feats.voice() {
            Voice::Pass => return !self.acts(at),
            Voice::Act => return false,
            Voice::None => {}
        }
        let reduced = token.rel == Rel::Acl
            && token.feats.get("VerbForm") == "Part"
            && token.feats.get("Tense") == "Past";
        reduced
            || self
                .children(at)
                .iter()
                .any(|c| matches!(self.token(*c).rel, Rel::AuxPass | Rel::NsubjPass))
    }

    /// Whether a form that may be a passive participle has a subject and an object of its own and
    /// nothing that makes it passive: "jets bombed the town". The parser may take the subject for
    /// that of a passive, which would have an auxiliary.
    fn acts(&self, at: TokenId) -> bool {
        let has = |rels: &[Rel]| {
            self.children(at)
                .iter()
                .any(|c| rels.contains(&self.token(*c).rel))
        };
        self.token(at).feats.get("VerbForm") == "Part"
            && !has(&[Rel::AuxPass, Rel::OblAgent])
            && (has(&[Rel::Nsubj, Rel::NsubjPass]) && has(&[Rel::Obj])
                || self.goes_on(at)
                || self.finite(at))
    }

    /// "Thousands marched": a past tense with a subject of its own and no auxiliary.
    fn finite(&self, at: TokenId) -> bool {
        let token = self.token(at);
        let clause = matches!(
            token.rel,
            Rel::Root | Rel::Ccomp | Rel::Parataxis | Rel::Conj
        );
        let has = |rel: Rel| self.with_rel(at, rel).next().is_some();
        let subject = self
            .children(at)
            .iter()
            .any(|c| self.token(*c).rel == Rel::Nsubj);
        clause && subject && !has(Rel::Aux) && !has(Rel::Cop)
    }

    /// "killed five soldiers and wounded ten": a past tense joined to another, right before a noun
    /// phrase, which the parser need not take for its object.
    fn goes_on(&self, at: TokenId) -> bool {
        let joined = |first: TokenId| {
            let passive = self.with_rel(first, Rel::AuxPass).next().is_some();
            self.token(first).feats.get("VerbForm") == "Fin" && !passive
        };
        let opens = |next: TokenId| {
            matches!(
                self.token(next).upos,
                Upos::Num | Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron
            )
        };
        self.token(at).rel == Rel::Conj
            && self.head(at).is_some_and(joined)
            && at + 1 < self.end()
            && opens(at + 1)
    }

    /// The subject as written, also where it is shared or controlled. What the parser takes for a
    /// clause may be a noun in truth ("pihak berwenang"); it comes last.
    pub(crate) fn surface_subject(&self, at: TokenId) -> Option<TokenId> {
        let clause = || self.with_rel(at, Rel::Csubj).find(|c| *c < at);
        self.shared_subject(at).or_else(clause)
    }

    fn shared_subject(&self, verb: TokenId) -> Option<TokenId> {
        let mut at = verb;
        for _ in 0..REACH {
            if let Some(subject) = self.own_subject(at) {
                return Some(self.antecedent(at, subject));
            }
            let head = self.head(at)?;
            match self.token(at).rel {
                Rel::Acl if let Some(verb) = self.trails(at, head) => {
                    if self.passive(verb) {
                        return self.agent(verb);
                    }
                    at = verb;
                }
                Rel::Acl if let Some(over) = self.accused_by(at) => at = over,
                Rel::AclRelcl | Rel::Acl if self.nominal(head) => return Some(head),
                Rel::Xcomp if self.under_name(at) => return Some(head),
                Rel::Xcomp if let Some(object) = self.suffers(at, head) => return Some(object),
                // The parser hangs some verbs under their subject ("Israel mengusir warga").
                Rel::Nmod | Rel::Amod | Rel::Appos | Rel::Flat | Rel::Compound
                    if head < at && self.nominal(head) && self.token(at).upos == Upos::Verb =>
                {
                    return Some(head);
                }
                Rel::Advcl | Rel::Ccomp if self.fronted(at, head) => return self.left_noun(at),
                Rel::Xcomp | Rel::Ccomp | Rel::Advcl => {
                    if self.is_one_of(head, &self.grammar.object_control)
                        && let Some(object) = self.object(head).or_else(|| self.addressee(head))
                    {
                        return Some(object);
                    }
                    if let Some(other) =
                        self.raised(at, head).or_else(|| self.outer_agent(at, head))
                    {
                        return Some(other);
                    }
                    at = head;
                }
                Rel::Conj | Rel::Parataxis | Rel::Acl | Rel::AclRelcl => at = head,
                // "took to Facebook to denounce": the clause hangs on where it is said.
                rel if rel.is(Rel::Obl)
                    && at != verb
                    && self.is_one_of(at, &self.grammar.forums) =>
                {
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// "Arrested three men suspected of", "had the editor jailed": of a passive right behind the verb's
    /// object the object is the subject.
    fn suffers(&self, at: TokenId, head: TokenId) -> Option<TokenId> {
        let feats = self.token(at).feats;
        let participle = feats.voice() == Voice::Pass && feats.get("VerbForm") == "Part";
        let object = self.own_objects(head).find(|o| *o < at)?;
        (participle && self.first_word(at) == at && object + 1 == at).then_some(object)
    }

    /// "In a rare move, police seized arms, the army said": whether a finite clause before the one who
    /// tells it has lost its subject; it is never his.
    fn fronted(&self, at: TokenId, head: TokenId) -> bool {
        let told = self.own_subject(head).is_some_and(|s| at < s);
        at < head
            && told
            && self.token(at).feats.get("VerbForm") == "Fin"
            && self.with_rel(at, Rel::Mark).next().is_none()
    }

    /// The noun left of a verb that lost its subject: the nearest that stands under no preposition,
    /// with no sign or verb between.
    fn left_noun(&self, at: TokenId) -> Option<TokenId> {
        let sentence = self.parsed.sentence_of(at)?;
        let first = self.parsed.sentences[sentence].tokens.start;
        let between = (first..at)
            .rev()
            .take_while(|t| !matches!(self.token(*t).upos, Upos::Punct | Upos::Verb | Upos::Sconj));
        let bare = |t: &TokenId| {
            let rel = self.token(*t).rel;
            let modifies = rel.is(Rel::Compound) || rel.is(Rel::Flat) || rel == Rel::NmodPoss;
            self.nominal(*t) && !modifies && self.case(*t).is_none() && !self.timed(*t)
        };
        between.into_iter().find(bare)
    }

    /// "fired on camps near the border, killing 50": a participle behind a comma goes on about the
    /// verb, not about the noun that the parser hung it on. The verb, where it is so.
    fn trails(&self, at: TokenId, noun: TokenId) -> Option<TokenId> {
        let before = self.first_word(at).checked_sub(1)?;
        if self.parsed.form(before) != "," || !self.participle(at) {
            return None;
        }
        let mut up = noun;
        for _ in 0..REACH {
            let rel = self.token(up).rel;
            if !(rel.is(Rel::Obj) || rel.is(Rel::Obl) || rel.is(Rel::Nmod)) {
                return None;
            }
            up = self.head(up)?;
            if self.token(up).upos == Upos::Verb {
                return (up < at).then_some(up);
            }
        }
        None
    }

    /// "menyebut Hamas kembali mengancam": the subject of a clause that nothing opens may be parsed
    /// as the object of the verb over it.
    fn raised(&self, at: TokenId, head: TokenId) -> Option<TokenId> {
        let open = self.token(at).rel == Rel::Ccomp
            && self.with_rel(at, Rel::Mark).next().is_none()
            && self.own_subject(head).is_some();
        self.with_rel(head, Rel::Obj).find(|o| {
            let measure = self.is_one_of(*o, &self.grammar.measures);
            open && !measure && head < *o && *o < at
        })
    }

    /// "was bombed by jets, killing ten": what a passive leads to is its agent's doing.
    fn outer_agent(&self, at: TokenId, head: TokenId) -> Option<TokenId> {
        let trailing = self.token(at).rel.is(Rel::Advcl) && head < at && self.participle(at);
        (trailing && self.passive(head)).then(|| self.agent(head))?
    }

    /// The subject that hangs on the verb. A number or measure before it ("puluhan warga") is
    /// sometimes parsed as another one.
    fn own_subject(&self, at: TokenId) -> Option<TokenId> {
        let subject = |c: &TokenId| {
            matches!(
                self.token(*c).rel,
                Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter
            )
        };
        let mut all = self.children(at).iter().copied().filter(subject);
        let first = all.next().filter(|s| !self.accuses(*s, at))?;
        let measure =
            self.token(first).upos == Upos::Num || self.is_one_of(first, &self.grammar.measures);
        // "announced Wednesday it would": a day before a pronoun is no subject.
        let personal = |n: &TokenId| !self.token(*n).feats.get("Person").is_empty();
        let pronoun =
            |n: &TokenId| self.token(*n).upos == Upos::Pron && personal(n) && *n == first + 1;
        // "masuknya warga": the clitic only points ahead.
        let points = self.token(first).upos == Upos::Det && self.token(first).joined;
        let meant = |n: &TokenId| {
            let stands_for = measure && *n <= first + 3 && !self.joined(*n);
            *n < at && (stands_for || pronoun(n)) || points && *n > at
        };
        Some(all.next().filter(meant).unwrap_or(first))
    }

    /// "who", "which", "yang" as a subject stands for the noun its clause hangs on.
    fn antecedent(&self, verb: TokenId, subject: TokenId) -> TokenId {
        let relative = matches!(self.token(verb).rel, Rel::AclRelcl | Rel::Acl);
        let pronoun = self.token(subject).upos == Upos::Pron && self.children(subject).is_empty();
        match self.head(verb) {
            Some(head) if relative && pronoun && subject < verb && self.nominal(head) => {
                // A personal pronoun stands for itself; a relative one carries no person.
                if self.token(subject).feats.get("Person").is_empty() {
                    head
                } else {
                    subject
                }
            }
            _ => subject,
        }
    }

    fn nominal(&self, at: TokenId) -> bool {
        matches!(
            self.token(at).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X
        )
    }

    /// Whom the words are addressed to: an indirect object or a phrase that control verbs take.
    fn addressee(&self, at: TokenId) -> Option<TokenId> {
        self.with_rel(at, Rel::Iobj).next().or_else(|| {
            self.children(at).iter().copied().find(|c| {
                self.token(*c).rel.is(Rel::Obl)
                    && self.token(*c).rel != Rel::OblTmod
                    && self.case(*c).is_some()
            })
        })
    }

    /// The one who does it.
    pub(crate) fn subject(&self, at: TokenId) -> Option<TokenId> {
        if self.passive(at) {
            self.agent(at)
        } else {
            self.surface_subject(at)
        }
    }

    /// Whether a pronoun is written onto the noun: "izinnya".
    pub(crate) fn owned_by_clitic(&self, at: TokenId) -> bool {
        self.children(at).iter().any(|c| {
            let token = self.token(*c);
            token.joined && token.upos == Upos::Pron && *c == at + 1
        })
    }

    /// The first word of the phrase that a token heads.
    pub(crate) fn first_word(&self, at: TokenId) -> TokenId {
        let mut first = at;
        for _ in 0..REACH {
            match self.children(first).first() {
                Some(child) if *child < first => first = *child,
                _ => break,
            }
        }
        first
    }

    /// Whether the span of a token's subtree, by a bounded walk up, holds `inner`.
    pub(crate) fn dominates(&self, at: TokenId, inner: TokenId) -> bool {
        let mut up = inner;
        for _ in 0..64 {
            if up == at {
                return true;
            }
            match self.head(up) {
                Some(head) => up = head,
                None => return false,
            }
        }
        false
    }

    /// "Putin to visit China": an infinitive that makes the sentence, as headlines announce what
    /// is to come.
    pub(crate) fn announced(&self, at: TokenId) -> bool {
        let opened = self
            .with_rel(at, Rel::Mark)
            .any(|mark| self.is_one_of(mark, &self.grammar.infinitives));
        let token = self.token(at);
        let bare = token.feats.get("VerbForm") == "Inf" && opened;
        let root = self.head(at).is_none() && self.with_rel(at, Rel::Nsubj).next().is_some();
        bare && (root || self.under_name(at))
    }

    /// Whether a verb hangs right on the name that is all the rest of the sentence.
    fn under_name(&self, at: TokenId) -> bool {
        let Some(name) = self.head(at) else {
            return false;
        };
        let rel = self.token(at).rel;
        self.head(name).is_none()
            && name < at
            && self.nominal(name)
            && self.own_subject(name).is_none()
            && (rel == Rel::Xcomp || rel.is(Rel::Acl))
            && !self.is_one_of(name, &self.grammar.contents)
    }

    /// Whether `inner` hangs below the token within its clause: by phrases and nouns only.
    pub(crate) fn within(&self, at: TokenId, inner: TokenId) -> bool {
        let mut up = inner;
        for _ in 0..REACH {
            let rel = self.token(up).rel;
            let phrase = [Rel::Obl, Rel::Nmod, Rel::Obj, Rel::Conj, Rel::Xcomp]
                .iter()
                .any(|r| rel.is(*r));
            match self.head(up).filter(|_| phrase) {
                Some(head) if head == at => return true,
                Some(head) => up = head,
                None => return false,
            }
        }
        false
    }

    /// Whether `inner` hangs below the token without a finite clause of its own between.
    pub(crate) fn in_clause(&self, at: TokenId, inner: TokenId) -> bool {
        let mut up = inner;
        for _ in 0..2 * REACH {
            let rel = self.token(up).rel;
            let verb = self.token(up).upos == Upos::Verb;
            let own = matches!(rel, Rel::Ccomp | Rel::Parataxis) || rel.is(Rel::Advcl);
            if up != inner && (own || verb && rel == Rel::Conj) {
                return false;
            }
            match self.head(up) {
                Some(head) if head == at => return true,
                Some(head) => up = head,
                None => return false,
            }
        }
        false
    }

    /// Whether the word is negated.
    pub(crate) fn negated(&self, at: TokenId) -> bool {
        let affirms = |t: TokenId| self.is_one_of(t, &self.grammar.affirming);
        let last = self.heads.len() as TokenId;
        // "Not only", "tidak lagi hanya": close behind the negation, and of the same word.
        let lifted = |c: TokenId| {
            let mut behind = c + 1..last.min(c + 3);
            behind.any(|t| self.head(t) == Some(at) && affirms(t))
        };
        !affirms(at)
            && self.children(at).iter().any(|c| {
                let rel = self.token(*c).rel;
                (rel.is(Rel::Advmod)
                    || rel.is(Rel::Aux)
                    || rel.is(Rel::Det)
                    || rel.is(Rel::Case)
                    || rel.is(Rel::Mark))
                    && !lifted(*c)
                    && (self.ceases(*c)
                        || self.is_one_of(*c, &self.grammar.negations)
                        || self.token(*c).feats.get("Polarity") == "Neg")
            })
    }

    /// "no longer": an adverb that the negation before it turns into the end of the act.
    fn ceases(&self, at: TokenId) -> bool {
        let no =
            |t: TokenId| self.is_one_of(t, &self.grammar.negations) && self.head(t) == Some(at);
        self.is_one_of(at, &self.grammar.ceasing) && at.checked_sub(1).is_some_and(no)
    }
}
