use super::portal;
use crate::catalog::service::{Service, Sign, Transport};

pub(super) static SERVICE: Service = Service {
    id: "iwork-export",
    name: "iWork Document Exporting API",
    about: "Documents of Pages, Numbers and Keynote as PDF.",
    key: portal::key("developer portal key with iWork Document Exporting"),
    transport: Transport::Bare,
    hosts: &["https://iworkpreviewapi.icloud.com"],
    signs: &[Sign::Claim("encoded_filename"), Sign::Claim("export_format")],
    sources: &[concat!(
        "https://developer.apple.com/documentation/iworkdocumentexportingapi/",
        "export-a-pdf-document-from-an-iwork-file"
    )],
    ..Service::BLANK
};
