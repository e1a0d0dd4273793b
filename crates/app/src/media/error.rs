/// Why a picture cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The bytes are no picture of a kind that is decoded here.
    #[error("not a picture of a known kind")]
    NotAnImage,
    /// More pixels, a longer side or more frames than allowed; told before anything was decoded.
    #[error("the picture is too large")]
    TooLarge,
    /// It begins like a picture, but the rest is broken or missing.
    #[error("the picture is damaged")]
    Damaged(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The result could not be written. A bug or no memory.
    #[error("the picture could not be encoded")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl MediaError {
    pub(super) fn encode(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Encode(error.into())
    }

    pub(super) fn decode(error: image::ImageError) -> Self {
        match error {
            image::ImageError::Unsupported(_) => Self::NotAnImage,
            image::ImageError::Limits(_) => Self::TooLarge,
            other => Self::Damaged(other.into()),
        }
    }
}
