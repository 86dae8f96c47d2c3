//! Clitics that may stand for somebody, or only make a noun definite: "rumahnya", "adanya".

use risalah_doc::{Rel, TokenId, Upos};

use crate::sight::Sight;

/// Whether the clitic stands for somebody here: it hangs on a word of speech, on a verb that has an
/// object, or is said to own by the tree.
pub(super) fn stands(sight: &Sight<'_>, token: TokenId) -> bool {
    let Some(host) = token.checked_sub(1).filter(|&h| !is_hollow(sight, h)) else {
        return false;
    };
    let rel = sight.rel(token);
    let named = owner_follows(sight, token);
    match sight.upos(host) {
        Upos::Verb => is_speech(sight, token) || governs(sight, host, named),
        Upos::Num => false,
        _ if named => false,
        // "Nama aslinya", but no "pentingnya pendidikan".
        Upos::Adj if sight.rel(host).is(Rel::Amod) && sight.head(host) < host => true,
        Upos::Noun if rel.is(Rel::Nmod) => true,
        _ => {
            let owner = rel == Rel::NmodPoss || rel == Rel::DetPoss || rel.is(Rel::Obl);
            owner || rel.is(Rel::Obj) || rel.is(Rel::Iobj) || is_speech(sight, token)
        }
    }
}

/// Whether the clitic is written onto a word of speech ("ujarnya"), and not onto a noun of the same
/// spelling ("nilainya").
pub(super) fn is_speech(sight: &Sight<'_>, token: TokenId) -> bool {
    let Some(host) = token.checked_sub(1) else {
        return false;
    };
    let quotes = &sight.pack.quotes;
    let lemma = sight.lemma(host);
    let before = host.checked_sub(1);
    let behind = before.is_some_and(|t| sight.upos(t) == Upos::Punct);
    let verb = sight.upos(host) == Upos::Verb;
    quotes.after.has(lemma) && (verb || behind) || quotes.verbs.has(lemma) && verb
}

/// Whether the clitic on this word points at nobody wherever it stands ("lainnya"), or where it
/// opens a sentence before a comma ("Hasilnya, …").
fn is_hollow(sight: &Sight<'_>, host: TokenId) -> bool {
    let naming = &sight.pack.naming;
    let form = sight.form(host).to_lowercase();
    let sentence = sight.sentence(host);
    // "Keduanya" are two, "album keduanya" is somebody's second.
    let noun = host.checked_sub(1).filter(|t| sentence.contains(t));
    let second = noun.is_some_and(|t| sight.upos(t) == Upos::Noun);
    if naming.hollow.has(&form) || naming.several.has(&form) && !second {
        return true;
    }
    let comma = host + 2 < sentence.end && sight.form(host + 2) == ",";
    comma && host == sentence.start && naming.remarks.has(&form)
}

/// "Kenaikannya harga", "adanya protes": what the word is of stands behind the clitic, which then
/// makes a noun of it.
fn owner_follows(sight: &Sight<'_>, token: TokenId) -> bool {
    noun_follows(sight, token) && sight.upos(token) == Upos::Det
}

fn noun_follows(sight: &Sight<'_>, token: TokenId) -> bool {
    let next = token + 1;
    sight.sentence(token).contains(&next) && sight.upos(next) == Upos::Noun
}

/// Whether a verb may have the clitic as its object or doer.
fn governs(sight: &Sight<'_>, verb: TokenId, named: bool) -> bool {
    let voice = sight.parsed.tokens[verb as usize].feats.get("Voice");
    let alone = sight.pack.naming.objectless.has(sight.lemma(verb));
    match voice {
        "Act" => !alone,
        "Pass" => !named,
        _ => {
            !named && !alone && sight.upos(verb + 1) == Upos::Pron && !noun_follows(sight, verb + 1)
        }
    }
}
