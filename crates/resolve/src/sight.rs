//! What is known before anything is decided: the article with every listed name marked in it.

use std::ops::Range;

use jiff::civil::Date;
use risalah_doc::{Parsed, Rel, Span, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::roles::Role;
use risalah_pack::world::{Entry, Names, Piece, World, pieces_cut};

/// A stretch of tokens that is a listed name, or several of the same spelling.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Its tokens.
    pub(crate) tokens: Range<TokenId>,
    /// Its words.
    pub(crate) span: Span,
    /// The rows it may name.
    pub(crate) entries: Vec<Entry>,
    /// Whether a city has this name, and the largest one's inhabitants.
    pub(crate) city: Option<u32>,
    /// Whether it is a description more than a name ("pemerintah Sudan").
    pub(crate) common: bool,
}

impl Known {
    /// The first entry that `pick` turns into something.
    pub(crate) fn entry<T>(&self, pick: impl Fn(Entry) -> Option<T>) -> Option<T> {
        self.entries.iter().copied().find_map(pick)
    }

    /// The state it names, by name, adjective or seat.
    pub(crate) fn state(&self) -> Option<u32> {
        self.entry(|e| match e {
            Entry::Country(c) | Entry::Adjective(c) | Entry::Seat(c) => Some(c),
            _ => None,
        })
    }

    /// The state it names by name or adjective, not by a seat.
    pub(crate) fn people(&self) -> Option<u32> {
        self.entry(|e| match e {
            Entry::Country(c) | Entry::Adjective(c) => Some(c),
            _ => None,
        })
    }

    /// Whether it is a title: an office or the head of a body.
    pub(crate) fn is_office(&self) -> bool {
        self.entry(|e| matches!(e, Entry::Office(_) | Entry::Head(_)).then_some(()))
            .is_some()
    }

    /// Whether it may be a name, and not only a title or an adjective.
    pub(crate) fn is_name(&self) -> bool {
        let name =
            |e: &Entry| !matches!(e, Entry::Office(_) | Entry::Head(_) | Entry::Adjective(_));
        self.city.is_some() || self.entries.iter().any(name)
    }
}

/// Whether the character is a sign of a currency (Unicode's category Sc, as far as news use it):
/// "US$70" names no state.
fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}' | '\u{ff04}')
}

/// A town of fewer inhabitants is a place only where the model finds one.
const VILLAGE: u32 = 1_000;

/// The article with its packs.
pub(crate) struct Sight<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) world: &'a World,
    pub(crate) parsed: &'a Parsed,
    /// The place of the article's language in the world's lists of names.
    pub(crate) lang: usize,
    /// The day of the article.
    pub(crate) day: Option<Date>,
    /// Listed names, in the order of the text; none overlap.
    pub(crate) known: Vec<Known>,
    // For each token, the place of the listed name that covers it plus one.
    at: Vec<u32>,
}

impl<'a> Sight<'a> {
    pub(crate) fn new(
        pack: &'a Pack,
        world: &'a World,
        parsed: &'a Parsed,
        day: Option<Date>,
    ) -> Self {
        let mut sight = Self {
            pack,
            world,
            parsed,
            lang: world.lang(pack.lang),
            day,
            known: Vec::new(),
            at: vec![0; parsed.tokens.len()],
        };
        if let Some(names) = world.names(pack.lang) {
            sight.find(names);
        }
        sight
    }

    /// The role noun that starts at the token, and the token after it.
    pub(crate) fn role_at(&self, token: TokenId) -> Option<(&'a Role, TokenId)> {
        self.role_where(token, |_| true)
    }

    /// The longest role noun that starts at the token and whose words are free, and the token after it.
    pub(crate) fn role_where(
        &self,
        token: TokenId,
        free: impl Fn(Range<TokenId>) -> bool,
    ) -> Option<(&'a Role, TokenId)> {
        let pack = self.pack;
        let end = self.sentence(token).end;
        let form = self.form(token).to_lowercase();
        let fits = |role: &&Role| {
            let last = token as usize + role.lemmas.len();
            last <= end as usize
                && role.lemmas.iter().zip(token..).skip(1).all(|(lemma, t)| {
                    self.lemma(t) == lemma || self.form(t).to_lowercase() == *lemma
                })
                && free(token..last as TokenId)
        };
        let by_form = pack.roles.starting(&form).find(fits);
        let by_lemma = pack.roles.starting(self.lemma(token)).find(fits);
        let role = match (by_form, by_lemma) {
            (Some(a), Some(b)) if b.lemmas.len() > a.lemmas.len() => b,
            (Some(a), _) => a,
            (None, b) => b?,
        };
        Some((role, token + role.lemmas.len() as TokenId))
    }

    /// Whether the token opens a sentence or a quotation, where any word has a capital.
    pub(crate) fn opens(&self, token: TokenId) -> bool {
        let sentence = self.sentence(token);
        let before = token.checked_sub(1).filter(|t| sentence.contains(t));
        before.is_none_or(|t| self.upos(t) == Upos::Punct)
    }

    fn find(&mut self, names: &Names) {
        let text = &self.parsed.article.text;
        let pieces = pieces_cut(text, &self.cuts());
        let mut start = 0;
        for sentence in &self.parsed.sentences {
            start += pieces[start..].partition_point(|p| p.span.start() < sentence.span.start());
            let end =
                start + pieces[start..].partition_point(|p| p.span.start() < sentence.span.end());
            let mut at = start;
            while at < end {
                at += self.take(names, &pieces[at..end]).max(1);
            }
            start = end;
        }
    }

    /// Where one word ends though none of the text's signs parts it from the next: behind a glued dateline,
    /// and where a name was written onto a word.
    fn cuts(&self) -> Vec<usize> {
        let text = &self.parsed.article.text;
        let letter = |at: usize, word: Span| {
            let c = word.of(text).chars();
            let first = c.clone().next().filter(|_| at == word.start());
            first.or_else(|| c.last()).is_some_and(char::is_alphabetic)
        };
        let pairs = self.parsed.tokens.windows(2);
        let glued = pairs.filter(|pair| {
            let at = pair[0].span.end();
            let onto = at == pair[1].span.start() && !pair[1].joined;
            onto && letter(at, pair[0].span) && letter(at, pair[1].span)
        });
        let mut cuts: Vec<usize> = glued.map(|pair| pair[0].span.end()).collect();
        cuts.extend(Some(self.glued()).filter(|at| *at > 0));
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// Where the dateline ends, if a blank is missing behind it ("JakartaKetua", "JAKARTA-Dua"): no
    /// name goes on there. Elsewhere it may be none ("Owusu - Ekuful said").
    pub(crate) fn glued(&self) -> usize {
        let end = self.parsed.article.dateline.map_or(0, |d| d.end());
        let next = self
            .parsed
            .article
            .text
            .get(end..)
            .and_then(|t| t.chars().next());
        if next.is_some_and(char::is_whitespace) {
            0
        } else {
            end
        }
    }

    /// Marks the longest name at the first of these pieces and says how many it took.
    fn take(&mut self, names: &Names, pieces: &[Piece]) -> usize {
        let text = &self.parsed.article.text;
        let Some(first) = pieces.first() else {
            return 0;
        };
        let capital = first.span.of(text).starts_with(char::is_uppercase);
        let listed = names.longest(text, pieces);
        let city = capital.then(|| self.world.cities.longest(pieces)).flatten();
        // Almost any word is some village's name.
        let city = city.filter(|(_, c)| c.first().is_some_and(|c| c.population >= VILLAGE));
        let long = |n: Option<usize>| n.unwrap_or_default();
        let (n, m) = (
            long(listed.as_ref().map(|l| l.pieces)),
            long(city.as_ref().map(|c| c.0)),
        );
        let most = n.max(m);
        if most == 0 {
            return if capital { self.office(pieces) } else { 0 };
        }
        let words = first.span.cover(pieces[most - 1].span);
        let rest = text.get(words.end()..).unwrap_or_default();
        if rest.starts_with(is_currency) {
            return most;
        }
        let span = self.closed(words);
        let tokens = self.parsed.tokens_in(span);
        let inhabitants = city.and_then(|(_, c)| c.first().map(|c| c.population));
        // "Chinese government" and "US troops" describe as "pemerintah China" does.
        let last = pieces[most - 1].span.of(text);
        let small =
            !self.pack.naming.kinds_first && most > 1 && last.starts_with(char::is_lowercase);
        let known = Known {
            tokens: tokens.clone(),
            span,
            common: listed
                .as_ref()
                .is_some_and(|l| n == most && (l.common || small && l.is_body())),
            entries: listed
                .filter(|_| n == most)
                .map_or_else(Vec::new, |l| l.entries),
            city: inhabitants.filter(|_| m == most),
        };
        let free = tokens.clone().all(|t| self.at[t as usize] == 0);
        if free && !tokens.is_empty() {
            self.known.push(known);
            for token in tokens {
                self.at[token as usize] = self.known.len() as u32;
            }
        }
        most
    }

    /// How many of these pieces an office of several words takes: "Wali Kota Bogor" is no "Kota Bogor".
    fn office(&self, pieces: &[Piece]) -> usize {
        let Some(first) = pieces.first() else {
            return 0;
        };
        let token = self.parsed.token_at(first.span.start());
        let Some((_, end)) = self.role_at(token).filter(|(role, _)| role.office) else {
            return 0;
        };
        let end = self.parsed.tokens.get(end as usize);
        let end = end.map_or(usize::MAX, |t| t.span.start());
        pieces.iter().take_while(|p| p.span.start() < end).count()
    }

    /// The span with the full stop of an abbreviation that its last token ends with.
    fn closed(&self, span: Span) -> Span {
        let last = self.parsed.token_at(span.end().saturating_sub(1));
        let token = self.parsed.tokens.get(last as usize).map(|t| t.span);
        let rest = token.map(|t| Span::new(span.end(), t.end()));
        match rest {
            Some(rest) if rest.of(&self.parsed.article.text) == "." => span.cover(rest),
            _ => span,
        }
    }

    /// The listed name that covers the token.
    pub(crate) fn known_at(&self, token: TokenId) -> Option<&Known> {
        let at = self.at.get(token as usize)?.checked_sub(1)?;
        self.known.get(at as usize)
    }

    pub(crate) fn form(&self, token: TokenId) -> &'a str {
        self.parsed.form(token)
    }

    pub(crate) fn lemma(&self, token: TokenId) -> &'a str {
        self.parsed.lemma(token)
    }

    pub(crate) fn upos(&self, token: TokenId) -> Upos {
        self.parsed
            .tokens
            .get(token as usize)
            .map_or(Upos::X, |t| t.upos)
    }

    pub(crate) fn rel(&self, token: TokenId) -> Rel {
        self.parsed
            .tokens
            .get(token as usize)
            .map_or(Rel::Dep, |t| t.rel)
    }

    pub(crate) fn head(&self, token: TokenId) -> TokenId {
        self.parsed
            .tokens
            .get(token as usize)
            .map_or(token, |t| t.head)
    }

    /// The words of tokens.
    pub(crate) fn span(&self, tokens: &Range<TokenId>) -> Span {
        let at = |t: TokenId| self.parsed.tokens.get(t as usize).map(|t| t.span);
        match (at(tokens.start), tokens.end.checked_sub(1).and_then(at)) {
            (Some(first), Some(last)) => first.cover(last),
            _ => Span::default(),
        }
    }

    /// The token of the range that hangs outside it; the first if there are several.
    pub(crate) fn top(&self, tokens: &Range<TokenId>) -> TokenId {
        let outside = |t: &TokenId| {
            let head = self.head(*t);
            head == *t || !tokens.contains(&head)
        };
        tokens.clone().find(outside).unwrap_or(tokens.start)
    }

    /// The sentence's tokens around this one.
    pub(crate) fn sentence(&self, token: TokenId) -> Range<TokenId> {
        self.parsed
            .sentence_of(token)
            .map_or(token..token, |s| self.parsed.sentences[s].tokens.clone())
    }

    /// The prepositions that a word stands under.
    pub(crate) fn cases(&self, token: TokenId) -> impl Iterator<Item = TokenId> + Clone {
        self.sentence(token)
            .filter(move |&t| self.head(t) == token && self.rel(t).is(Rel::Case))
    }

    /// Whether the token begins with a capital.
    pub(crate) fn capital(&self, token: TokenId) -> bool {
        self.form(token).starts_with(char::is_uppercase)
    }

    /// Whether the token has a capital anywhere ("al-Qaeda").
    pub(crate) fn cased(&self, token: TokenId) -> bool {
        self.form(token).contains(char::is_uppercase)
    }

    /// Whether one of the lists holds the token's lemma or its form without case.
    pub(crate) fn is_one_of(&self, token: TokenId, words: &[String]) -> bool {
        let (form, lemma) = (self.form(token), self.lemma(token));
        words
            .iter()
            .any(|w| w == lemma || (w.len() == form.len() && w.eq_ignore_ascii_case(form)))
    }
}
