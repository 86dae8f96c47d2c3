//! From a word to its dictionary form.

use risalah_doc::{Upos, Voice};
use risalah_pack::words::{Form, Lemmas, Map};

/// What is known of a word when its dictionary form is looked for.
pub(crate) struct Known<'a> {
    /// The word as written.
    pub(crate) form: &'a str,
    /// The word in lower case.
    pub(crate) lower: &'a str,
    /// Its part of speech.
    pub(crate) upos: Upos,
    /// Whether it is written on a clitic before it.
    pub(crate) after_clitic: bool,
    /// Whether it opens the sentence.
    pub(crate) first: bool,
}

/// Writes the word's dictionary form; tells its voice where the form shows it.
pub(crate) fn lemma(rules: &Lemmas, word: &Known<'_>, out: &mut String) -> Voice {
    let lower = word.lower;
    let small =
        word.form.starts_with(char::is_lowercase) || (word.first && word.upos != Upos::Propn);
    if let Some(forms) = rules.forms.get(lower) {
        let of = |upos| forms.iter().find(|f| f.upos == upos);
        let shown = || forms.iter().find(|f| small && f.voice != Voice::None);
        if (word.upos != Upos::Propn || small)
            && let Some(form) = of(Some(word.upos)).or_else(|| of(None)).or_else(shown)
        {
            out.push_str(&form.lemma);
            return form.voice;
        }
    }
    let verb = matches!(word.upos, Upos::Verb | Upos::Aux);
    if !rules.plain.contains(lower) {
        if let Some(voice) = by_prefix(rules, word, verb, small, out) {
            return voice;
        }
        if verb && (rules.roots.contains(lower) || (word.after_clitic && !rules.active.is_empty()))
        {
            active(rules, lower, out);
            return Voice::Act;
        }
    }
    if word.upos == Upos::Propn {
        out.push_str(word.form);
        return Voice::None;
    }
    if rules.fold.contains(&word.upos)
        && let Some((half, other)) = lower.split_once('-')
        && half == other
    {
        out.push_str(half);
        return Voice::None;
    }
    if rules.plain.contains(lower) || !(inflected(rules, word, out) || replaced(rules, word, out)) {
        out.push_str(lower);
    }
    Voice::None
}

/// Whether the form may be a verb's. Where prefixes show what verbs are, a bare one is a known root.
pub(crate) fn verbal(rules: &Lemmas, lower: &str) -> bool {
    let listed = |forms: &Vec<_>| forms.iter().any(|f: &Form| f.upos == Some(Upos::Verb));
    rules.active.is_empty()
        || rules.roots.contains(lower)
        || rules.forms.get(lower).is_some_and(listed)
}

/// The dictionary form by a prefix that shows the voice.
fn by_prefix(
    rules: &Lemmas,
    word: &Known<'_>,
    verb: bool,
    small: bool,
    out: &mut String,
) -> Option<Voice> {
    let lower = word.lower;
    if !(verb || small) || !lower.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
        return None;
    }
    for rule in &rules.voices {
        let Some(root) = lower.strip_prefix(&*rule.prefix) else {
            continue;
        };
        if lower.len() < rule.least || !root.contains(|c| rules.vowels.contains(c)) {
            continue;
        }
        let noun = matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Num);
        let shown = !noun
            || rules.roots.contains(root)
            || rule.endings.iter().any(|e| root.ends_with(&**e));
        if !(verb || (rule.sure && small && shown)) {
            continue;
        }
        if rule.roots {
            active(rules, root, out);
        } else {
            out.push_str(lower);
        }
        return Some(rule.voice);
    }
    None
}

/// Writes the active form of a root.
fn active(rules: &Lemmas, root: &str, out: &mut String) {
    let vowels = root.chars().filter(|c| rules.vowels.contains(*c)).count();
    if let Some(single) = rules.single.as_deref().filter(|_| vowels == 1) {
        out.push_str(single);
        out.push_str(root);
        return;
    }
    match rules.active.iter().find(|a| root.starts_with(&*a.root)) {
        Some(rule) => {
            out.push_str(&rule.prefix);
            out.push_str(root.get(rule.drop..).unwrap_or(root));
        }
        None => out.push_str(root),
    }
}

/// The bare form of an inflected verb.
fn inflected(rules: &Lemmas, word: &Known<'_>, out: &mut String) -> bool {
    for rule in rules
        .inflections
        .iter()
        .filter(|r| r.upos.contains(&word.upos))
    {
        for ending in &rule.endings {
            let Some(stem) = word.lower.strip_suffix(&**ending) else {
                continue;
            };
            if stem.len() >= rule.least && stem.contains(|c| rules.vowels.contains(c)) {
                restore(rules, stem, out);
                return true;
            }
        }
    }
    false
}

/// Gives a stem back what its ending took.
fn restore(rules: &Lemmas, stem: &str, out: &mut String) {
    if let Some((rest, to)) = longest(&rules.stems, stem, 0) {
        out.push_str(rest);
        out.push_str(to);
        return;
    }
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let doubled = last == before && last.is_some_and(|c| rules.double.contains(c));
    let cut = usize::from(doubled && !rules.keep_double.contains(stem));
    out.push_str(&stem[..stem.len() - cut]);
}

/// The form with an ending replaced.
fn replaced(rules: &Lemmas, word: &Known<'_>, out: &mut String) -> bool {
    for rule in rules.endings.iter().filter(|r| r.upos.contains(&word.upos)) {
        if let Some((rest, to)) = longest(&rule.pairs, word.lower, rule.least) {
            out.push_str(rest);
            out.push_str(to);
            return true;
        }
    }
    false
}

/// What stands before the longest ending in the table, and what takes the ending's place.
fn longest<'a>(
    pairs: &'a Map<Box<str>>,
    word: &'a str,
    least: usize,
) -> Option<(&'a str, &'a str)> {
    const LONGEST: usize = 8;
    word.char_indices()
        .filter(|(at, _)| word.len() - at <= LONGEST && *at >= least)
        .find_map(|(at, _)| pairs.get(&word[at..]).map(|to| (&word[..at], &**to)))
}
