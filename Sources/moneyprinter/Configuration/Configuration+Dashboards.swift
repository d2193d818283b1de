extension Configuration {
    /// The dashboards of the product's users, and the page that shows them.
    struct Dashboards: Equatable, Sendable {
        /// Nil for `dashboards` in the data folder.
        var folder: String?
        var livePages = 500
    }

    /// Where users put their dashboards; it need not be there.
    var dashboardFolder: String { dashboards.folder ?? "\(dataFolder)/dashboards" }
}
