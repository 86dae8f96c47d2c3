//! How a language reports speech.

use risalah_doc::Lang;
use serde::Deserialize;

use crate::Files;
use crate::pattern::Lemmas;

/// `LANG/quotes.toml`.
#[derive(Debug, Default)]
pub struct QuoteRules {
    /// Verbs that report words, quoted or not ("say", "mengatakan").
    pub verbs: Lemmas,
    /// Verbs that report only quoted words ("continue", "smile", "lanjut").
    pub quoted_only: Lemmas,
    /// Words that follow what was said ("kata", "ujar"), whose speaker comes after them.
    pub after: Lemmas,
    /// Words that may open a sentence right before their speaker, as written ("Kata Ali, …").
    pub opening: Vec<String>,
    /// Words before one of `opening` where what was said stands before ("Demikian dikatakan …").
    pub closing: Vec<String>,
    /// Words before a source ("menurut", "according to").
    pub sources: Lemmas,
    /// Nouns for what is said that report before a word that opens a statement ("claim").
    pub nouns: Lemmas,
    /// Words between a cue and what was said ("bahwa", "that").
    pub openers: Lemmas,
    /// Prepositions before the one spoken to ("kepada", "to").
    pub addressees: Lemmas,
    /// Verbs behind which stands whom the words are spoken to ("tell", "mengingatkan").
    pub addressing: Lemmas,
    /// Verbs, perhaps with their preposition, that report what is asked of somebody ("urge", "call on",
    /// "mendesak"), where one of `asked` opens that.
    pub asking: Lemmas,
    /// Words before the verb of what is asked or blamed ("to", "of", "agar").
    pub asked: Vec<String>,
    /// Verbs that tell of a thing alone as well as of what is said ("confirm", "mengonfirmasi").
    pub things: Lemmas,
    /// Verbs that say what somebody takes something for ("call", "menyebut") …
    pub labelling: Lemmas,
    /// … where one of these stands before that ("a", "as", "sebagai").
    pub labels: Vec<String>,
    /// Words that open a reporting clause behind what was said ("as", "seperti").
    pub leads: Lemmas,
    /// Words that open, behind a comma, what the reporter adds ("although", "sementara").
    pub asides: Lemmas,
    /// Words before the newspaper or agency that a sentence is taken from ("dilansir"), as forms or
    /// lemmas.
    pub carriers: Vec<String>,
    /// Marks that open, marks that close, marks that do both.
    pub marks: Marks,
}

/// Quotation marks.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Marks that open a quotation.
    pub open: Vec<char>,
    /// Marks that close one.
    pub close: Vec<char>,
    /// Marks that do either.
    pub both: Vec<char>,
    /// Signs of which two in a row are a mark that does either.
    #[serde(default)]
    pub doubled: Vec<char>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: Vec<String>,
    quoted_only: Vec<String>,
    after: Vec<String>,
    #[serde(default)]
    opening: Vec<String>,
    #[serde(default)]
    closing: Vec<String>,
    sources: Vec<String>,
    openers: Vec<String>,
    addressees: Vec<String>,
    #[serde(default)]
    addressing: Vec<String>,
    #[serde(default)]
    asking: Vec<String>,
    #[serde(default)]
    asked: Vec<String>,
    #[serde(default)]
    things: Vec<String>,
    #[serde(default)]
    labelling: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    leads: Vec<String>,
    #[serde(default)]
    asides: Vec<String>,
    #[serde(default)]
    carriers: Vec<String>,
    marks: Marks,
}

impl QuoteRules {
    /// Loads `LANG/quotes.toml`.
    pub(crate) fn load(files: &mut Files, lang: Lang) -> Self {
        let Some((file, _)) = files.toml::<File>(&format!("{lang}/quotes.toml")) else {
            return Self::default();
        };
        Self {
            verbs: Lemmas::new(file.verbs),
            quoted_only: Lemmas::new(file.quoted_only),
            after: Lemmas::new(file.after),
            opening: file.opening,
            closing: file.closing,
            sources: Lemmas::new(file.sources),
            openers: Lemmas::new(file.openers),
            addressees: Lemmas::new(file.addressees),
            addressing: Lemmas::new(file.addressing),
            asking: Lemmas::new(file.asking),
            asked: file.asked,
            things: Lemmas::new(file.things),
            labelling: Lemmas::new(file.labelling),
            labels: file.labels,
            nouns: Lemmas::new(file.nouns),
            leads: Lemmas::new(file.leads),
            asides: Lemmas::new(file.asides),
            carriers: file.carriers,
            marks: file.marks,
        }
    }
}

impl Marks {
    /// Whether the mark can open a quotation.
    pub fn opens(&self, mark: char) -> bool {
        self.open.contains(&mark) || self.both.contains(&mark)
    }

    /// Whether the mark can close one.
    pub fn closes(&self, mark: char) -> bool {
        self.close.contains(&mark) || self.both.contains(&mark)
    }
}
