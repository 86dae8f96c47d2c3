//! Grammar of a language that finding events needs: small closed classes of words.

use risalah_doc::Lang;
use serde::Deserialize;

use crate::Files;

/// `LANG/grammar.toml`. All lists hold lemmas, lower case, unless they say forms.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Prepositions that mark the doer of a passive ("by", "oleh").
    pub agents: Vec<String>,
    /// Prepositions that mark an owner ("of", "dari").
    pub owners: Vec<String>,
    /// Words that open an infinitive or a purpose clause ("to", "untuk", "agar").
    pub infinitives: Vec<String>,
    /// Words that open a statement ("that", "bahwa").
    pub statements: Vec<String>,
    /// Words that open a condition ("if", "jika").
    pub conditions: Vec<String>,
    /// Words that say no ("not", "tidak").
    pub negations: Vec<String>,
    /// Adverbs that a negation before them turns into the end of the act ("no longer").
    #[serde(default)]
    pub ceasing: Vec<String>,
    /// Adverbs that take a negation before them its force ("not only", "tidak hanya"), and verbs
    /// of which what is not done leaves what follows done ("not hesitate to").
    #[serde(default)]
    pub affirming: Vec<String>,
    /// Auxiliaries and adverbs that put an act ahead of now ("will", "akan").
    pub future: Vec<String>,
    /// Auxiliaries that demand ("must", "harus").
    pub obligation: Vec<String>,
    /// Auxiliaries that only allow for an act ("may", "bisa").
    pub possibility: Vec<String>,
    /// Adverbs and verbs' forms that leave an act unproven ("allegedly", "diduga").
    pub hedges: Vec<String>,
    /// Verbs whose complement is an act intended ("plan", "berencana").
    pub intents: Vec<String>,
    /// Verbs and nouns whose complement did not take place ("fail", "gagal").
    pub failures: Vec<String>,
    /// Adverbs and other words right before a verb that say that the act did not take place ("nearly",
    /// "nyaris", "urung").
    #[serde(default)]
    pub forestallings: Vec<String>,
    /// Words before a verb, or over it, by which somebody will not do it ("enggan menarik", "unwilling
    /// to accept").
    #[serde(default)]
    pub unwilling: Vec<String>,
    /// Words of a timetable: a day named with what hangs on them is one to come, where no past tense
    /// stands with them ("due to arrive on Sunday", "dijadwalkan tiba pada Minggu").
    #[serde(default)]
    pub scheduled: Vec<String>,
    /// Verbs whose infinitive is still to come ("agreed to withdraw by Friday", "berencana bertemu").
    #[serde(default)]
    pub bound: Vec<String>,
    /// Verbs that tell what a blow did to people ("kill", "melukai").
    #[serde(default)]
    pub tolls: Vec<String>,
    /// Words that open what a deed led to ("hingga menewaskan").
    #[serde(default)]
    pub results: Vec<String>,
    /// Words beside a state's name that make it one who only backs a party ("Iran-backed", "dukungan
    /// Iran").
    #[serde(default)]
    pub backings: Vec<String>,
    /// Verbs whose passive leaves what follows unproven: "is accused of attacking", "diduga menyerang".
    #[serde(default)]
    pub alleging: Vec<String>,
    /// Nouns for laws, whose names hold bodies that are no party: "the Police Bill", "RUU TNI".
    #[serde(default)]
    pub laws: Vec<String>,
    /// Verbs of signing: where it is done is not where the parties are at home.
    #[serde(default)]
    pub signings: Vec<String>,
    /// Verbs whose object does what their complement says ("urge", "meminta").
    pub object_control: Vec<String>,
    /// Participles that tell what their subject is about to do ("prepared to", "determined to").
    #[serde(default)]
    pub statives: Vec<String>,
    /// Prepositions that say where ("in", "di").
    pub places: Vec<String>,
    /// Verbs whose subject does what their object names ("launch an investigation").
    #[serde(default)]
    pub carryings: Vec<String>,
    /// Verbs by which others take what somebody does: in "the arrest was condemned by the union" the
    /// union arrests nobody.
    #[serde(default)]
    pub reactions: Vec<String>,
    /// Verbs that put a question where one follows ("ask"), and else may ask for something.
    #[serde(default)]
    pub askings: Vec<String>,
    /// Prepositions before what a question is about ("about", "soal").
    #[serde(default)]
    pub topics: Vec<String>,
    /// Nouns that act as people do though nothing is known of them, and so are no things ("owner",
    /// "tim").
    #[serde(default)]
    pub doers: Vec<String>,
    /// Words that make a clause a question without a question mark ("apakah").
    pub questions: Vec<String>,
    /// Nouns that hand on to what they hold: "group of soldiers", "sejumlah warga".
    pub measures: Vec<String>,
    /// Words before a number that say how exact it is, one word or several ("around", "lebih dari").
    #[serde(default)]
    pub amounts: Vec<String>,
    /// Words right behind a verb that may be a part of it ("called off", "gunned down").
    #[serde(default)]
    pub particles: Vec<String>,
    /// Nouns that a clause beside them fills: "a demand to withdraw", "tuntutan untuk mundur".
    pub contents: Vec<String>,
    /// Prepositions before whoever words come from ("from", "dari").
    #[serde(default)]
    pub sources: Vec<String>,
    /// Words before what somebody is, and nobody else ("as", "selaku").
    #[serde(default)]
    pub guises: Vec<String>,
    /// Adjectives of people that mostly say of what kind a thing is ("military targets", "kawasan sipil").
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Words before some of those who were just told ("including", "termasuk").
    #[serde(default)]
    pub includings: Vec<String>,
    /// Prepositions before the one an act is done to, where a pattern does not say ("to", "terhadap").
    pub recipients: Vec<String>,
    /// Prepositions before the other side of a mutual act ("with", "dengan").
    #[serde(default)]
    pub company: Vec<String>,
    /// Nouns and names for where something is said, so that what it is for is said there ("held a
    /// briefing to demand", "took to Facebook to denounce").
    #[serde(default)]
    pub forums: Vec<String>,
    /// Verbs of those who give orders at home ("order", "memerintahkan").
    #[serde(default)]
    pub orders: Vec<String>,
    /// Objects by which an act is done to those who do it ("himself", "diri").
    #[serde(default)]
    pub reflexives: Vec<String>,
    /// Prepositions before who acts together with the subject they stand behind ("bersama",
    /// "alongside").
    #[serde(default)]
    pub jointly: Vec<String>,
    /// Verbs whose passive tells who acts together with its subject ("accompany", "mendampingi").
    #[serde(default)]
    pub escorts: Vec<String>,
    /// Prepositions before what is never the owner of the noun that it hangs on ("to", "ke").
    #[serde(default)]
    pub apart: Vec<String>,
    /// Words that open what an act waits for ("until", "sampai").
    #[serde(default)]
    pub awaits: Vec<String>,
    /// Words that open the reason of a protest ("against", "menolak").
    #[serde(default)]
    pub grievances: Vec<String>,
    /// Verbs whose object is sent and receives nothing ("send", "mengirim").
    #[serde(default)]
    pub sendings: Vec<String>,
    /// Prepositions before who is told something ("to", "kepada").
    #[serde(default)]
    pub tellings: Vec<String>,
    /// Nouns that speak for whoever gives them ("statement", "pernyataan").
    #[serde(default)]
    pub messages: Vec<String>,
    /// Nouns whose owner is no party: currencies, posts ("dolar AS", "the post of minister").
    #[serde(default)]
    pub idle_owners: Vec<String>,
    /// Nouns for what strikes people, whose victims are of the state that it is aimed at.
    #[serde(default)]
    pub blows: Vec<String>,
    /// Prepositions before what a blow is aimed at ("on", "terhadap").
    #[serde(default)]
    pub aims: Vec<String>,
    /// The sector of those who are told of an act, and do not receive it.
    #[serde(default)]
    pub press: String,
    /// Pronouns of the one who speaks ("I", "kami").
    pub speakers: Vec<String>,
    /// What saying no to an act of cooperation to come codes to.
    pub refusal: Option<Demand>,
    /// How people become suspects of private crime.
    pub suspected: Option<Suspected>,
    /// Phrases that a line or sentence of page furniture begins with, in small letters, its signs
    /// apart ("baca juga").
    #[serde(default)]
    pub furniture: Vec<String>,
    /// How two parties named before are spoken of together.
    pub pair: Option<Pair>,
    /// What a bare obligation on a party codes to.
    pub demand: Option<Demand>,
    /// Words that show how one event hangs together with another.
    #[serde(default, rename = "link")]
    pub links: Vec<LinkCue>,
    /// Nouns for what is done to somebody.
    #[serde(default)]
    pub undergone: Undergone,
    /// How what was just told is spoken of again.
    #[serde(default)]
    pub recalled: Recalled,
}

/// "The move came after …": a noun for what was told in the sentence before.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recalled {
    /// Lemmas of nouns for any act; those of `undergone` count, too.
    pub nouns: Vec<String>,
    /// Words beside the noun that make it known ("the", "itu").
    pub known: Vec<String>,
}

/// Nouns for what is done to somebody, and how they tell to whom.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undergone {
    /// Nouns whose owner suffers the act ("arrest", "penangkapan").
    #[serde(default)]
    pub acts: Vec<String>,
    /// Nouns whose owner does the act ("attack", "serangan").
    #[serde(default)]
    pub aimed: Vec<String>,
    /// Prepositions before who suffers the act, whatever the noun ("on", "terhadap").
    #[serde(default)]
    pub at: Vec<String>,
    /// Prepositions before the owner ("of").
    #[serde(default)]
    pub of: Vec<String>,
    /// Whether the owner stands bare behind the noun ("penangkapan aktivis").
    #[serde(default)]
    pub bare: bool,
}

/// "Both countries", "the two sides": two parties named before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Lemmas of nouns for states and sides.
    pub nouns: Vec<String>,
    /// Lemmas of nouns for those who lead them.
    #[serde(default)]
    pub leaders: Vec<String>,
    /// Words before the noun that say that there are two, known ones.
    pub both: Vec<String>,
    /// Words that say so only behind a word that makes the noun known.
    #[serde(default)]
    pub two: Vec<String>,
    /// Words that make a noun known ("the", "these").
    #[serde(default)]
    pub known: Vec<String>,
}

/// People of whom nothing else is known and whom police or courts deal with are suspects where the
/// sentence names a private crime.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspected {
    /// The sector of suspects.
    pub sector: String,
    /// The sector that gives way to it.
    pub among: String,
    /// CAMEO codes of what police and courts do.
    pub acts: Vec<String>,
    /// Lemmas or forms of words for private crimes.
    pub crimes: Vec<String>,
}

/// What a construction without a verb of its own codes to: "Russia must withdraw", said by
/// somebody; "will not accept refugees".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// The type.
    pub codes: String,
    /// The CAMEO code.
    pub cameo: String,
    /// The mode.
    pub mode: Option<String>,
    /// How often it is right.
    pub prior: f32,
    /// Sectors of private people, of whom no act of politics is demanded.
    #[serde(default)]
    pub spares: Vec<String>,
}

/// Words that show a link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkCue {
    /// `answers`, `retaliates`, `causes` or `continues`.
    pub kind: String,
    /// Lemmas or forms, each one word or several; none where the parties alone show an answer.
    pub words: Vec<String>,
    /// Whether the words stand before the earlier event ("following the expulsion"): else they
    /// stand with the later one.
    #[serde(default)]
    pub before_earlier: bool,
    /// Whether the words stand between the earlier event and the later one that it led to ("prompting
    /// protests").
    #[serde(default)]
    pub before_later: bool,
    /// Whether the tree must show it too, as small words stand everywhere: the later event governs
    /// the phrase that they open, and the phrase holds the earlier one ("condemned over its
    /// strikes").
    #[serde(default)]
    pub governs: bool,
    /// Types of the later event; empty where any will do.
    #[serde(default)]
    pub from: Vec<String>,
    /// Types of the earlier event; empty where any will do.
    #[serde(default)]
    pub to: Vec<String>,
}

impl Grammar {
    /// Loads `LANG/grammar.toml`.
    pub(crate) fn load(files: &mut Files, lang: Lang) -> Self {
        let path = format!("{lang}/grammar.toml");
        let Some((grammar, _)) = files.toml::<Self>(&path) else {
            return Self::default();
        };
        for cue in &grammar.links {
            if risalah_doc::LinkKind::parse(&cue.kind).is_none() {
                files.fault(
                    Files::at(&path, 0),
                    format!("`{}` is no kind of link", cue.kind),
                );
            }
        }
        grammar
    }
}
