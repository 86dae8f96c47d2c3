//! A record read again: its text and sentences.

use serde::Deserialize;

/// What is wanted of a record here.
#[derive(Deserialize)]
struct Kept {
    text: String,
    sentences: Vec<[u32; 2]>,
}

/// The sentences of a record's line, each with its offsets in code points and its words.
///
/// A line that is no record has none.
pub fn sentences(record: &[u8]) -> Vec<([u32; 2], String)> {
    let Ok(kept) = serde_json::from_slice::<Kept>(record) else {
        return Vec::new();
    };
    // Sentences are in order, so the text is gone through once.
    let mut chars = kept.text.char_indices().map(|(byte, _)| byte);
    let mut at = 0;
    let mut byte = |point: u32| {
        let skip = point.checked_sub(at)? as usize;
        at = point + 1;
        Some(chars.nth(skip).unwrap_or(kept.text.len()))
    };
    let mut all = Vec::with_capacity(kept.sentences.len());
    for span in &kept.sentences {
        // The last point of a sentence, so that the next may begin right behind it.
        let (first, last) = (
            byte(span[0]),
            (span[1] > span[0] + 1).then(|| byte(span[1] - 1)).flatten(),
        );
        let words = first.and_then(|first| {
            let last = last.unwrap_or(first);
            let end = kept
                .text
                .get(last..)?
                .chars()
                .next()
                .map_or(last, |c| last + c.len_utf8());
            kept.text.get(first..end)
        });
        all.push((*span, words.unwrap_or_default().to_owned()));
    }
    all
}

/// The words of a record between two code points; `None` where the line is no record.
pub fn words(record: &[u8], [start, end]: [u32; 2]) -> Option<String> {
    let kept: Kept = serde_json::from_slice(record).ok()?;
    let count = end.saturating_sub(start) as usize;
    Some(kept.text.chars().skip(start as usize).take(count).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_out_by_code_points() {
        let record = r#"{"text":"Ä é. Zwei.\nz","sentences":[[0,4],[5,10],[11,12]]}"#;
        let words: Vec<String> = sentences(record.as_bytes())
            .into_iter()
            .map(|s| s.1)
            .collect();
        assert_eq!(words, ["Ä é.", "Zwei.", "z"]);
        assert_eq!(
            super::words(record.as_bytes(), [2, 3]).as_deref(),
            Some("é")
        );
    }

    #[test]
    fn what_is_no_record_has_no_sentences() {
        assert!(sentences(b"{}").is_empty());
    }
}
