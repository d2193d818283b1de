import Glibc

/// A regular file below an allowed folder, held open: whatever becomes of its name, this is what was allowed.
///
/// Whether it may be read is asked of the open file itself, not of a name that could be put in its place meanwhile.
public final class AllowedFile: Sendable {
    private let descriptor: Int32
    /// Where it lay when it was opened, with no link, `.` or `..` in it.
    let place: String

    /// Nil where no regular file of that path is there, or it lies elsewhere.
    init?(_ path: String, under roots: [String]) {
        guard AllowedRoots.file(path, under: roots) != nil else { return nil }
        // Without waiting: a pipe may lie there by now.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        place = AllowedRoots.real("/proc/self/fd/\(descriptor)") ?? ""
        guard AllowedRoots.file(place, under: roots) != nil, Self.isRegular(descriptor) else { return nil }
    }

    deinit { close(descriptor) }

    /// What programs of this user open, for as long as this is held.
    var path: String { "/proc/\(getpid())/fd/\(descriptor)" }

    private static func isRegular(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
