//! Questions as they come in addresses.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use risalah_doc::{Lang, Status};
use risalah_store::{Ask, Cursor, Filter, Key, Negated, Order};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::IntoParams;

use crate::answer::Form;
use crate::problem::Problem;

/// So many values of one parameter at most.
const MOST_VALUES: usize = 64;
/// The longest value of a parameter, in bytes.
const LONGEST: usize = 1_000;
/// The most rows on one page.
const MOST_ROWS: usize = 500;

/// Which events are meant. All that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filters {
    /// Words of the event's sentence, all of them: `"in this order"`, `begin*`, `-without`.
    q: Option<String>,
    /// Who acts: the beginning of a code in capitals (`IDN`, `IDNGOV`), a Wikidata id, or words of a name.
    actor: Option<String>,
    /// On whom, in the same way.
    recipient: Option<String>,
    /// Who takes part on either side, in the same way.
    party: Option<String>,
    /// PLOVER types, a comma between.
    r#type: Option<String>,
    /// PLOVER modes, a comma between.
    mode: Option<String>,
    /// PLOVER contexts, a comma between.
    context: Option<String>,
    /// Statuses, a comma between: actual, said, demanded, promised, planned, threatened, denied, hypothetical.
    status: Option<String>,
    /// Quad classes 1 to 4, a comma between.
    quad: Option<String>,
    /// On this day or later, YYYY-MM-DD.
    from: Option<String>,
    /// On this day or earlier.
    to: Option<String>,
    /// Where: a country's code in capitals, a GeoNames id, or a name.
    place: Option<String>,
    /// The outlet: the host of the report's address.
    outlet: Option<String>,
    /// The report's language: id, en, …
    lang: Option<String>,
    /// At least so sure, 0 to 1.
    #[param(value_type = Option<f64>)]
    min_confidence: Option<String>,
    /// Of this episode, by its id.
    episode: Option<String>,
    /// Of this article, by its number, its own id or its address.
    article: Option<String>,
    /// In this rectangle: west,south,east,north in degrees.
    bbox: Option<String>,
    /// Whether events that the sentence denies are given too: false, true or only.
    negated: Option<String>,
}

/// Which page of the rows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// What `next` of the page before says.
    cursor: Option<String>,
    /// How many rows, 1 to 500; 50 where none is given. Tables (CSV, Arrow, Parquet) hold all rows then.
    #[param(value_type = Option<u16>)]
    limit: Option<String>,
    /// Days in this order: newest (the default) or oldest.
    sort: Option<String>,
}

/// In which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Format {
    /// The answer's form, before what `Accept` says: json; for lists csv; for events arrow and
    /// parquet too.
    #[allow(dead_code, reason = "told in the document; `Form` reads it")]
    format: Option<String>,
}

impl Filters {
    /// The store's filter.
    pub(crate) fn filter(self) -> Result<Filter, Problem> {
        let status = |name: &String| Status::parse(name);
        let quad = |n: &String| n.parse().ok().filter(|q| (1..=4).contains(q));
        Ok(Filter {
            words: self.q,
            actor: self.actor,
            recipient: self.recipient,
            party: self.party,
            types: several("type", self.r#type)?,
            modes: several("mode", self.mode)?,
            contexts: several("context", self.context)?,
            statuses: each("status", "statuses of an event", self.status, status)?,
            quads: each("quad", "quad classes, 1 to 4", self.quad, quad)?,
            from: one("from", "a day as YYYY-MM-DD", self.from, |d| d.parse().ok())?,
            to: one("to", "a day as YYYY-MM-DD", self.to, |d| d.parse().ok())?,
            place: self.place,
            outlet: self.outlet,
            lang: one(
                "lang",
                "a language such as id or en",
                self.lang,
                Lang::parse,
            )?,
            min_confidence: one(
                "min_confidence",
                "a number from 0 to 1",
                self.min_confidence,
                |n| n.parse().ok().filter(|n| (0.0..=1.0).contains(n)),
            )?,
            article: self.article.as_deref().and_then(|n| n.parse().ok()),
            report: self.article.filter(|n| n.parse::<i64>().is_err()),
            episode: one("episode", "16 hexadecimal digits", self.episode, Key::parse)?,
            bbox: one(
                "bbox",
                "west,south,east,north in degrees",
                self.bbox,
                rectangle,
            )?,
            negated: one(
                "negated",
                "false, true or only",
                self.negated,
                |n| match n {
                    "false" => Some(Negated::Without),
                    "true" => Some(Negated::With),
                    "only" => Some(Negated::Only),
                    _ => None,
                },
            )?
            .unwrap_or_default(),
        })
    }
}

impl Paging {
    /// The store's question for this page.
    pub(crate) fn ask(&self) -> Result<Ask, Problem> {
        let after = self.cursor.as_deref().map(Cursor::parse).transpose()?;
        let order = one(
            "sort",
            "newest or oldest",
            self.sort.clone(),
            |name| match name {
                "newest" => Some(Order::Newest),
                "oldest" => Some(Order::Oldest),
                _ => None,
            },
        )?;
        Ok(Ask {
            limit: self.limit()?.unwrap_or(Ask::default().limit),
            after,
            order: order.unwrap_or_default(),
        })
    }

    pub(crate) fn limit(&self) -> Result<Option<usize>, Problem> {
        let takes = "a whole number from 1 to 500";
        one("limit", takes, self.limit.clone(), |n| {
            n.parse().ok().filter(|n| (1..=MOST_ROWS).contains(n))
        })
    }

    /// Whether one page is meant rather than all rows.
    pub(crate) fn is_given(&self) -> bool {
        self.cursor.is_some() || self.limit.is_some()
    }
}

/// Reads one value.
pub(crate) fn one<T>(
    name: &str,
    takes: &str,
    value: Option<String>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let Some(value) = value else { return Ok(None) };
    let read = read(value.trim()).ok_or_else(|| Problem::parameter(name, takes))?;
    Ok(Some(read))
}

fn several(name: &str, values: Option<String>) -> Result<Vec<String>, Problem> {
    each(name, "some values with a comma between", values, |v| {
        Some(v.clone())
    })
}

fn each<T>(
    name: &str,
    takes: &str,
    values: Option<String>,
    read: impl Fn(&String) -> Option<T>,
) -> Result<Vec<T>, Problem> {
    let values = values.unwrap_or_default();
    let parts = values.split(',').map(str::trim).filter(|v| !v.is_empty());
    let read: Option<Vec<T>> = parts.map(|v| read(&v.to_owned())).collect();
    read.filter(|all| all.len() <= MOST_VALUES)
        .ok_or_else(|| Problem::parameter(name, takes))
}

fn rectangle(text: &str) -> Option<[f64; 4]> {
    let read = |n: &str| n.trim().parse::<f64>().ok().filter(|n| n.abs() <= 360.0);
    let sides: Option<Vec<f64>> = text.split(',').map(read).collect();
    sides?.try_into().ok()
}

/// What a route is asked: its parameters, and the form of the answer.
///
/// A parameter that the route does not have is an error: a misspelt filter would otherwise give
/// more than was meant.
pub(crate) struct Asked<P, F = List> {
    pub(crate) of: P,
    pub(crate) form: Form,
    forms: PhantomData<F>,
}

/// The forms that a route's answer can have.
pub(crate) trait Forms {
    const FORMS: &'static [Form];
}

/// The answer is one thing.
pub(crate) struct One;
/// It is a list.
pub(crate) struct List;
/// It is a list that can be long.
pub(crate) struct Long;

impl Forms for One {
    const FORMS: &'static [Form] = Form::ONE;
}

impl Forms for List {
    const FORMS: &'static [Form] = Form::LIST;
}

impl Forms for Long {
    const FORMS: &'static [Form] = Form::LONG;
}

impl<P: Params, F: Forms, S: Sync> FromRequestParts<S> for Asked<P, F> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = pairs(parts.uri.query().unwrap_or_default())?;
        let mut known = P::names();
        known.push("format".to_owned());
        if let Some(odd) = pairs.keys().find(|name| !known.contains(name)) {
            known.sort();
            return Err(Problem::unknown(odd, &known.join(", ")));
        }
        let format = pairs.get("format").map(String::as_str);
        Ok(Self {
            of: P::read(&pairs)?,
            form: Form::of(F::FORMS, format, &parts.headers)?,
            forms: PhantomData,
        })
    }
}

/// The parameters of a query, each once; empty ones count as not given.
fn pairs(query: &str) -> Result<BTreeMap<String, String>, Problem> {
    let mut pairs = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if value.trim().is_empty() {
            continue;
        }
        if value.len() > LONGEST || value.contains('\0') {
            return Err(Problem::parameter(&name, "up to 1,000 bytes of text"));
        }
        if pairs
            .insert(name.clone().into_owned(), value.into_owned())
            .is_some()
        {
            return Err(Problem::parameter(
                &name,
                "one value; several have a comma between",
            ));
        }
    }
    Ok(pairs)
}

/// Parameters that can be read from a query and told in the document.
pub(crate) trait Params: Sized {
    fn names() -> Vec<String>;
    fn read(pairs: &BTreeMap<String, String>) -> Result<Self, Problem>;
}

fn names<P: IntoParams>() -> Vec<String> {
    P::into_params(|| None)
        .into_iter()
        .map(|p| p.name)
        .collect()
}

fn read<P: DeserializeOwned>(pairs: &BTreeMap<String, String>) -> Result<P, Problem> {
    let text = |(name, value): (&String, &String)| (name.clone(), Value::String(value.clone()));
    let object = Value::Object(pairs.iter().map(text).collect());
    P::deserialize(object).map_err(|err| Problem::bad(err.to_string()))
}

macro_rules! params {
    ($($part:ident),*) => {
        impl<$($part: DeserializeOwned + IntoParams),*> Params for ($($part,)*) {
            fn names() -> Vec<String> {
                [$(names::<$part>()),*].concat()
            }
            fn read(_pairs: &BTreeMap<String, String>) -> Result<Self, Problem> {
                Ok(($(read::<$part>(_pairs)?,)*))
            }
        }
    };
}
params!(A);
params!(A, B);
params!(A, B, C);

/// No parameters but `format`.
pub(crate) struct Nothing;

impl Params for Nothing {
    fn names() -> Vec<String> {
        Vec::new()
    }

    fn read(_: &BTreeMap<String, String>) -> Result<Self, Problem> {
        Ok(Self)
    }
}
