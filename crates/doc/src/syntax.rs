//! Universal Dependencies: parts of speech, features and relations.
//!
//! The names are those of UD version 2 (universaldependencies.org), with the relation subtypes
//! that the English and Indonesian treebanks use.

use std::fmt;

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident : $($variant:ident = $text:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the labels are UD's own and documented there")]
        #[repr(u8)]
        pub enum $name { #[default] $($variant),+ }

        impl $name {
            /// All labels, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The label as UD writes it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads a label as UD writes it.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.name()) }
        }
    };
}

labels! {
    /// A universal part of speech.
    Upos:
    X = "X", Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET",
    Intj = "INTJ", Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN",
    Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM", Verb = "VERB",
}

labels! {
    /// A relation to the head, with the subtypes that the treebanks use.
    Rel:
    Dep = "dep", Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl",
    Advmod = "advmod", AdvmodEmph = "advmod:emph", AdvmodLmod = "advmod:lmod", Amod = "amod",
    Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", CaseAdv = "case:adv",
    Cc = "cc", CcPreconj = "cc:preconj", Ccomp = "ccomp", Clf = "clf", Compound = "compound",
    CompoundA = "compound:a", CompoundN = "compound:n", CompoundPlur = "compound:plur",
    CompoundPrt = "compound:prt", CompoundV = "compound:v", Conj = "conj", Cop = "cop",
    Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Det = "det",
    DetPoss = "det:poss", DetPredet = "det:predet", Discourse = "discourse",
    Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat",
    FlatForeign = "flat:foreign", FlatName = "flat:name", FlatRange = "flat:range",
    Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod",
    NmodDesc = "nmod:desc", NmodLmod = "nmod:lmod", NmodPoss = "nmod:poss",
    NmodTmod = "nmod:tmod", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj",
    NsubjOuter = "nsubj:outer", NsubjPass = "nsubj:pass", Nummod = "nummod",
    NummodGov = "nummod:gov", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
    OblLmod = "obl:lmod", OblMod = "obl:mod", OblTmod = "obl:tmod",
    OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
    Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
}

impl Rel {
    /// The relation without its subtype.
    pub fn universal(self) -> Self {
        match self.name().split_once(':') {
            Some((base, _)) => Self::parse(base).unwrap_or(self),
            None => self,
        }
    }

    /// Whether it is `base`, with or without a subtype.
    pub fn is(self, base: Self) -> bool {
        self == base || self.universal() == base
    }
}

labels! {
    /// Who the subject of a verb is: the doer or the one it is done to.
    Voice: None = "", Act = "Act", Pass = "Pass",
}

/// The features of a word that coding needs, packed into 16 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Feats(u16);

/// The features' names and values in UD's alphabetical order, with the bits each takes.
/// A value's number is its place in the list, 0 is "not said".
const FEATS: [(&str, u16, u16, &[&str]); 6] = [
    ("Mood", 0, 0b11, &["Ind", "Imp", "Sub"]),
    ("Number", 2, 0b11, &["Sing", "Plur"]),
    ("Person", 4, 0b11, &["1", "2", "3"]),
    ("Polarity", 6, 0b11, &["Neg", "Pos"]),
    ("Tense", 8, 0b11, &["Past", "Pres", "Fut"]),
    ("VerbForm", 10, 0b111, &["Fin", "Inf", "Part", "Ger"]),
];
const VOICE: u16 = 13;

impl Feats {
    /// Sets one feature by UD's names; what coding does not need is passed over.
    pub fn set(&mut self, name: &str, value: &str) {
        if name == "Voice" {
            self.set_voice(Voice::parse(value).unwrap_or_default());
        }
        for (feat, shift, mask, values) in FEATS {
            if feat == name
                && let Some(at) = values.iter().position(|v| *v == value)
            {
                self.0 = self.0 & !(mask << shift) | ((at as u16 + 1) << shift);
            }
        }
    }

    /// The value of one feature by UD's name, empty where it is not said.
    pub fn get(self, name: &str) -> &'static str {
        if name == "Voice" {
            return self.voice().name();
        }
        for (feat, shift, mask, values) in FEATS {
            if feat == name {
                return match (self.0 >> shift) & mask {
                    0 => "",
                    n => values.get(n as usize - 1).copied().unwrap_or_default(),
                };
            }
        }
        ""
    }

    /// The voice.
    pub fn voice(self) -> Voice {
        match (self.0 >> VOICE) & 0b11 {
            1 => Voice::Act,
            2 => Voice::Pass,
            _ => Voice::None,
        }
    }

    /// Sets the voice.
    pub fn set_voice(&mut self, voice: Voice) {
        self.0 = self.0 & !(0b11 << VOICE) | ((voice as u16) << VOICE);
    }

    /// The packed bits: equal bits are equal features.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Features from their packed bits.
    pub fn from_bits(bits: u16) -> Self {
        Self(bits)
    }
}

impl fmt::Display for Feats {
    /// As a CoNLL-U column: `Number=Sing|Voice=Pass`, `_` where there are none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut any = false;
        for name in FEATS.iter().map(|x| x.0).chain(["Voice"]) {
            let value = self.get(name);
            if !value.is_empty() {
                if any {
                    f.write_str("|")?;
                }
                write!(f, "{name}={value}")?;
                any = true;
            }
        }
        if any { Ok(()) } else { f.write_str("_") }
    }
}
