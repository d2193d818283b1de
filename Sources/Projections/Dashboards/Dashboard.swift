/// What one dashboard shows: a file `dashboards/<name>.json`, read once at the start.
///
/// ```json
/// {
///   "name": "tasks",
///   "title": "Tasks",
///   "description": "What is being made",
///   "sections": ["alerts"],
///   "panels": [
///     { "id": "queued", "title": "Queued", "type": "stat", "source": "tasks.queued", "unit": "tasks" }
///   ]
/// }
/// ```
///
/// `name` is lowercase letters, digits, `-` and `_`, and the file's name. `description`, `sections` and a panel's
/// `unit` may be left out; anything else that is unknown is an error. `source` names an entry of ``PanelSource``,
/// whose shape must be the panel's `type`; `sections` name sources of type ``PanelType/section``.
public struct Dashboard: Equatable, Sendable {
    public struct Panel: Equatable, Sendable {
        /// Unique in the dashboard.
        public let id: String
        public let title: String
        public let type: PanelType
        /// The name of a ``PanelSource``.
        public let source: String
        /// For people, such as `ops/s` or `seconds`.
        public let unit: String?
    }

    public let name: String
    public let title: String
    public let description: String?
    public let panels: [Panel]
    /// Sources whose objects stand beside the panels.
    public let sections: [String]
}
