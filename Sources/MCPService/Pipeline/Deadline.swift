/// Work that is given up after a time.
enum Deadline {
    /// The result of `body`; nil where it takes longer, or the calling task is cancelled meanwhile.
    ///
    /// Then `body` is cancelled, and its end is waited for.
    static func run<T: Sendable>(seconds: Double, _ body: @escaping @Sendable () async -> T) async -> T? {
        await withTaskGroup(of: T?.self) { group in
            group.addTask { await body() }
            group.addTask {
                // Cut short where the body is done first, or the caller is cancelled: nil either way.
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
