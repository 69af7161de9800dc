//! The order of the stages. No other module knows all of them.

use std::cell::RefCell;

use jiff::civil::Date;

use crate::error::EngineError;
use crate::explain::Explanation;
use crate::record::Record;
use crate::segment::Segments;
use crate::tag::{Model, Scratch, Tagged, Tier};
use crate::text::{Article, Offsets};
use crate::{assemble, enrich, explain, link, resolve};

/// Reads articles. Make one and share it: it is immutable and may be used by many threads.
pub struct Engine {
    model: Model,
}

thread_local! {
    /// Buffers that grow to the size of a window and are used again for the next one.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Engine {
    /// Loads the embedded accurate model.
    ///
    /// # Errors
    /// [`EngineError::Model`] where the embedded weights do not load.
    pub fn new() -> Result<Self, EngineError> {
        Engine::with(Tier::Accurate)
    }

    /// Loads an embedded model.
    ///
    /// # Errors
    /// [`EngineError::Model`] where the embedded weights do not load.
    pub fn with(tier: Tier) -> Result<Self, EngineError> {
        Ok(Engine { model: Model::new(tier)? })
    }

    /// Reads one article. Any text is fine, an empty one too; nothing panics.
    pub fn read(&self, article: &Article) -> Record {
        SCRATCH.with_borrow_mut(|scratch| self.read_with(article, scratch, |record, _, _| record))
    }

    /// Reads one article and tells for each statement why its fields have their values.
    pub fn read_explained(&self, article: &Article) -> (Record, Vec<Explanation>) {
        SCRATCH.with_borrow_mut(|scratch| {
            self.read_with(article, scratch, |record, segments, findings| {
                let reasons = explain::explain(segments, findings, &record.statements);
                (record, reasons)
            })
        })
    }

    fn read_with<T>(
        &self,
        article: &Article,
        scratch: &mut Scratch,
        finish: impl FnOnce(Record, &Segments, &assemble::Findings) -> T,
    ) -> T {
        let segments = Segments::new(&article.text);
        let mut tagged = self.model.tag(&segments, scratch);
        let attributions = link::attributions(&self.model, &segments, &mut tagged, scratch);
        let Tagged { names, labels, vectors, .. } = &tagged;
        let evidence = resolve::Evidence { model: &self.model, names, labels, vectors };
        let (entities, resolved, labelled) =
            resolve::resolve(&segments, &attributions, &evidence, article.document.byline.as_deref());
        let published =
            article.document.published.as_deref().and_then(|date| date.get(..10)?.parse::<Date>().ok());
        let (details, labels) = enrich::enrich(&segments, &attributions, &entities, &labelled, published);
        let findings = assemble::Findings { attributions, resolved, details, labels, entities };
        let record = assemble::record(article, &segments, &Offsets::new(&article.text), &findings);
        finish(record, &segments, &findings)
    }
}
