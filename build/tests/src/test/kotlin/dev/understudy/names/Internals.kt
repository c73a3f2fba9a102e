package dev.understudy.names

import dev.understudy.internal.file.AtomicFiles
import dev.understudy.internal.file.FolderLock
import dev.understudy.internal.file.ManagedFolder
import dev.understudy.internal.file.ResultFiles
import dev.understudy.internal.text.Reasons
import dev.understudy.internal.text.UserCode
import dev.understudy.result.FailedStudent
import dev.understudy.result.Matrices
import dev.understudy.result.Profile
import dev.understudy.result.StudentResult
import java.io.IOException
import java.nio.file.Path
import java.util.regex.Pattern

/*
 * What our libraries share and do not publish, as one writes it in Kotlin: compiled, never run.
 */

fun atomicFiles() = listOf<Any?>(
    AtomicFiles.write(Path.of("folder"), ByteArray(1)), AtomicFiles.beside(Path.of("file")),
    AtomicFiles.isUnfinished(Path.of("file"), Pattern.compile("name")),
)

fun folderLock(it: FolderLock) = listOf<Any?>(FolderLock.of(Path.of("folder"), Path.of("file")), it.close())

fun resultFilesOfFailedStudents(it: ResultFiles, settings: Map<String, String>, failed: FailedStudent) = listOf<Any?>(
    it.failed("label", settings), it.keep("label", failed), it.weights("label", settings), it.card(settings),
)

fun resultFiles(it: ResultFiles, settings: Map<String, String>, student: StudentResult, matrices: Matrices, profile: Profile) =
    listOf<Any?>(
        ResultFiles(Path.of("folder")), ResultFiles.SEED, it.has("label", 1), it.keep("label", student), it.keep("label", settings, matrices),
        it.keep("label", settings, profile), it.matrices("label", settings), it.name("label", settings),
        it.other("label", settings), it.profiles(mapOf("recipe" to settings)) { it }, it.student("label", settings),
    )

fun reasons() = listOf<Any?>(Reasons.of(IOException("text")), Reasons.withFile(IOException("text")))

fun managedFolder(it: ManagedFolder) = listOf<Any?>(
    ManagedFolder.MARK, ManagedFolder.claim("folder", Path.of("folder"), "kind"),
    ManagedFolder.check("folder", Path.of("folder"), "kind"), ManagedFolder.isOne(Path.of("folder"), "kind"),
    ManagedFolder.isMark(Path.of("folder")), ManagedFolder.removeEmpty(Path.of("folder")), it.path(), it.lock(), it.inside("name"),
    it.giveBack(), it.remove(),
)

fun userCode(it: Throwable) = listOf<Any?>(
    UserCode.threw(it), UserCode.line(it), UserCode.place(it), UserCode.isTheirs(it.stackTrace[0]),
)
