//! Which language a text is in.

use risalah_doc::Lang;
use risalah_pack::web::Languages;

/// How much of a text is looked at.
const LOOKED_AT: usize = 4096;
/// Of a hundred words, so many must be small words of the language.
const SHARE: u32 = 9;
/// A text of no more words than this is short.
const SHORT: u32 = 10;
/// Longer words are not in the table.
const LETTERS: usize = 32;

/// Tells the language by script and small words; `None` where neither says enough.
pub fn language(table: &Languages, text: &str) -> Option<Lang> {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let script = script(table, text)?;
    let mut candidates = table.of_script(script);
    let first = candidates.next()?;
    if candidates.next().is_none() {
        return table.lang(first);
    }
    by_words(table, script, text)
}

/// The script of most letters. A language that mixes scripts is told by its rarer one: a text
/// with a tenth of kana is Japanese, whatever the number of Han characters.
fn script(table: &Languages, text: &str) -> Option<u8> {
    let mut counts = vec![0u32; table.scripts()];
    let mut letters = 0;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if let Some(script) = table.script(c) {
            counts[usize::from(script)] += 1;
            letters += 1;
        }
    }
    let most = (0..counts.len()).max_by_key(|n| (counts[*n], usize::MAX - n))?;
    if letters == 0 {
        return None;
    }
    let mixed = table
        .mixed()
        .find(|(with, own)| usize::from(*with) == most && counts[usize::from(*own)] * 10 > letters);
    mixed.map_or(u8::try_from(most).ok(), |(_, own)| Some(own))
}

fn by_words(table: &Languages, script: u8, text: &str) -> Option<Lang> {
    let mut scores = vec![0u32; table.len()];
    let mut words = 0;
    let mut lower = String::with_capacity(LETTERS);
    for word in text
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
    {
        words += 1;
        if word.len() > LETTERS {
            continue;
        }
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        let known = table.word(&lower);
        for (language, weight) in known {
            scores[usize::from(*language)] += u32::from(*weight);
        }
        if known.is_empty() {
            for language in table.affixed(&lower) {
                scores[usize::from(language)] += 1;
            }
        }
    }
    let best = table
        .of_script(script)
        .max_by_key(|n| (scores[*n], usize::MAX - n))?;
    // Of a short text one small word is enough, of a long one so many in a hundred.
    let enough =
        scores[best] * 100 >= words * SHARE && (scores[best] >= 2 || (words > 1 && words <= SHORT));
    enough.then(|| table.lang(best)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::web;

    fn of(text: &str) -> String {
        let web = web();
        language(&web.languages, text).map_or_else(String::new, |l| l.to_string())
    }

    #[test]
    fn neighbours_are_told_apart() {
        assert_eq!(
            of("Polisi mengatakan bahwa tersangka tidak bisa hadir karena sakit."),
            "id"
        );
        assert_eq!(
            of("Polis berkata suspek tidak dapat hadir kerana sakit pada hari Khamis."),
            "ms"
        );
    }

    #[test]
    fn far_ones() {
        assert_eq!(
            of("The minister said that the talks would go on for two more days."),
            "en"
        );
        assert_eq!(
            of("Der Minister sagte, dass die Gespräche noch zwei Tage dauern."),
            "de"
        );
        assert_eq!(
            of("Министр сказал, что переговоры не закончены и что они продолжатся."),
            "ru"
        );
        assert_eq!(of("日本の大臣は会談が続くと述べた。"), "ja");
        assert_eq!(of("部长说会谈将继续两天。"), "zh");
    }

    #[test]
    fn unknown_is_possible() {
        for text in [
            "",
            "12345 !!",
            "Xyzzy",
            "Lorem ipsum dolor sit amet consectetur",
        ] {
            assert_eq!(of(text), "", "{text}");
        }
    }
}
