extension Configuration {
    /// Who is told of alerts.
    struct Alerting: Equatable, Sendable {
        /// A file of routes, receivers and rule files; nil for the process's own log alone.
        var file: String?
        /// Where people find the service, for links in messages.
        var externalURL: String?
    }
}
