import MCPService

extension ToolCache {
    convenience init(_ configuration: Configuration) {
        self.init(
            entryLimit: configuration.resultCache.entries, byteLimit: configuration.resultCache.bytes,
            seconds: Double(configuration.video.cacheSeconds))
    }
}
