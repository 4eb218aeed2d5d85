//! The other services, each with its own harmless request.
