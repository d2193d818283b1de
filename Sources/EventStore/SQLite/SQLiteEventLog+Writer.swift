extension SQLiteEventLog {
    /// Does something on the writer's thread, between two commits, and gives what came of it.
    ///
    /// - Throws: `closed` on a log that is closed or open for reading only, or what `body` throws.
    func onWriter<T: Sendable>(
        _ body: @escaping @Sendable (LogWriter) -> Result<T, AppendError>
    ) async throws(AppendError) -> T {
        let result: Result<T, AppendError> = await withCheckedContinuation { reply in
            do throws(AppendError) {
                try queue.add(errand: { reply.resume(returning: body($0)) })
            } catch {
                reply.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }
}
