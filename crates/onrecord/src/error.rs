//! What can go wrong in the engine itself.

/// Why an engine could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The embedded model does not load: the build is broken.
    #[error(
        "the embedded model `{model}` cannot be loaded: {reason}; build onrecord again from a clean checkout"
    )]
    Model {
        /// Which model.
        model: &'static str,
        /// What the inference library said.
        reason: String,
    },
}
