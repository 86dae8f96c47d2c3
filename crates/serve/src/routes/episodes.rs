//! Occasions.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use risalah_store::{Ask, Filter, Negated, Order, Store};

use super::{key, next};
use crate::answer::{self, Form};
use crate::app::App;
use crate::forms::{Episode, Episodes, Event, WholeEpisode};
use crate::problem::Problem;
use crate::query::{Asked, Filters, Format, Nothing, One, Paging};
use crate::stream;

/// So many mentions of an occasion are shown with it; `/api/v1/events?episode=` has them all.
const MEMBERS: usize = 500;

/// Occasions of which an event is meant, newest first.
#[utoipa::path(get, path = "/api/v1/episodes", params(Filters, Paging, Format), responses(
    (status = 200, body = Episodes, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn episodes(
    State(app): State<Arc<App>>,
    asked: Asked<(Filters, Paging)>,
) -> Result<Response, Problem> {
    let (filters, paging) = asked.of;
    let (filter, ask) = (filters.filter()?, paging.ask()?);
    if asked.form == Form::Csv && !paging.is_given() {
        let list = move |store: &Store, ask: &Ask| Ok(store.episodes(&filter, ask)?);
        return stream::table(&app.exports, "episodes", ask, list, Episode::of).await;
    }
    let read = app.readers.read(move |store| {
        let page = store.episodes(&filter, &ask)?;
        Ok((Episode::of(store, page.rows)?, page.next))
    });
    let (episodes, cursor) = read.await?;
    let page = Episodes {
        episodes,
        next: next(cursor),
    };
    Ok(answer::rows(asked.form, "episodes", &page.episodes, &page))
}

/// One occasion with its mentions.
#[utoipa::path(get, path = "/api/v1/episodes/{id}", params(("id" = String, Path, description = "16 hexadecimal digits"), Format), responses(
    (status = 200, body = WholeEpisode, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn episode(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    _: Asked<Nothing, One>,
) -> Result<Response, Problem> {
    let key = key(&id, "such episode")?;
    let read = app.readers.read(move |store| {
        let row = store
            .episode(key)?
            .ok_or_else(|| Problem::missing("such episode"))?;
        let filter = Filter {
            episode: Some(key),
            negated: Negated::With,
            ..Filter::default()
        };
        let ask = Ask {
            limit: MEMBERS,
            after: None,
            order: Order::Oldest,
        };
        let members = store.events(&filter, &ask)?.rows;
        let episode = Episode::of(store, vec![row])?.pop();
        Ok(WholeEpisode {
            episode: episode.ok_or_else(|| Problem::missing("such episode"))?,
            members: Event::of(store, members)?,
        })
    });
    Ok(answer::json(&read.await?))
}
