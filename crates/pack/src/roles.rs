//! Nouns that make a party: "police", "protesters", "warga", "juru bicara".

use hashbrown::HashMap;
use risalah_doc::{Code, EntityKind, Lang};

use crate::Files;
use crate::world::World;

/// A noun that makes a party.
#[derive(Clone, Debug)]
pub struct Role {
    /// The dictionary form of each of its words.
    pub lemmas: Vec<String>,
    /// Sectors; a country only where the noun itself names a stand-in for one.
    pub code: Code,
    /// One person, people, or a body.
    pub kind: EntityKind,
    /// Whether only the plural is a party.
    pub plural_only: bool,
    /// What must stand with it.
    pub needs: Needs,
    /// Whether it is a title that may precede a name.
    pub office: bool,
}

/// What must stand with a noun for it to be a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The country it belongs to.
    Country,
    /// Any modifier.
    Modifier,
    /// A body whose sectors are known: "the head of the commission".
    Body,
    /// A country or such a body.
    Owner,
    /// Nothing that it would only measure: "hundreds", and not "hundreds of houses".
    Alone,
}

/// All such nouns of a language.
#[derive(Debug, Default)]
pub struct Roles {
    roles: Vec<Role>,
    /// By the first word, the roles that begin with it, the longest first.
    first: HashMap<String, Vec<u32>, foldhash::fast::FixedState>,
}

impl Roles {
    /// Loads `LANG/roles.tsv`.
    pub(crate) fn load(files: &mut Files, lang: Lang, world: &World) -> Self {
        let path = format!("{lang}/roles.tsv");
        let mut out = Self::default();
        if !files.has(&path) {
            return out;
        }
        let columns = ["lemma", "sectors", "kind", "plural_only", "needs", "office"];
        for row in files.table(&path, &columns).rows {
            let mut fault = |what: String| files.fault(row.at.clone(), what);
            let lemmas: Vec<String> = row.cell(0).split_whitespace().map(str::to_owned).collect();
            let Some(first) = lemmas.first() else {
                fault("has no lemma".to_owned());
                continue;
            };
            let mut code = Code::default();
            for part in row.values(1) {
                if world.is_standin(part) {
                    code = Code::new(Some(part), code.sectors());
                } else if world.is_sector(part) {
                    code.push(part);
                } else {
                    fault(format!("`{part}` is no sector"));
                }
            }
            let kind = EntityKind::parse(row.cell(2)).unwrap_or_else(|| {
                fault(format!("kind `{}` is unknown", row.cell(2)));
                EntityKind::Group
            });
            let needs = match row.cell(4) {
                "" => Needs::Nothing,
                "country" => Needs::Country,
                "modifier" => Needs::Modifier,
                "body" => Needs::Body,
                "owner" => Needs::Owner,
                "alone" => Needs::Alone,
                other => {
                    fault(format!(
                        "needs `{other}` is not country, modifier, body, owner or alone"
                    ));
                    Needs::Nothing
                }
            };
            let same = out.first.get(first).into_iter().flatten();
            if same
                .into_iter()
                .any(|&r| out.roles[r as usize].lemmas == lemmas)
            {
                fault(format!("`{}` stands on an earlier line", row.cell(0)));
                continue;
            }
            let id = out.roles.len() as u32;
            out.first.entry(first.clone()).or_default().push(id);
            out.roles.push(Role {
                code,
                kind,
                plural_only: row.cell(3) == "yes",
                needs,
                office: row.cell(5) == "yes",
                lemmas,
            });
        }
        for roles in out.first.values_mut() {
            roles.sort_by_key(|&r| std::cmp::Reverse(out.roles[r as usize].lemmas.len()));
        }
        out
    }

    /// The roles whose first word is this lemma, those of most words first.
    pub fn starting(&self, lemma: &str) -> impl Iterator<Item = &Role> {
        let ids = self.first.get(lemma).map(Vec::as_slice).unwrap_or_default();
        ids.iter().map(|&id| &self.roles[id as usize])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.roles.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }
}
