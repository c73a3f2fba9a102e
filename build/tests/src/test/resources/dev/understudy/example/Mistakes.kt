package mistakes

import dev.understudy.Distillation
import dev.understudy.EpochResult
import dev.understudy.Observer
import dev.understudy.Stage
import dev.understudy.StepContext
import dev.understudy.Student
import dev.understudy.StudentTap
import dev.understudy.Teacher
import dev.understudy.TeacherTap
import dev.understudy.TrainingData
import dev.understudy.dataset.DataOptions
import dev.understudy.objective.Correlation
import dev.understudy.objective.CrossEntropy

fun noStudent(teacher: Teacher) =
    Distillation.of(teacher, null) // Null cannot be a value of a non-null type 'Student'

fun perhapsNoStudent(teacher: Teacher, student: Student?) =
    Distillation.of(teacher, student) // actual type is 'Student?', but 'Student' was expected

fun noObserver(distillation: Distillation, trainingData: TrainingData) =
    distillation.train(trainingData, null) // Null cannot be a value of a non-null type 'Observer'

fun teachersName(distillation: Distillation): String =
    distillation.teacher.name // Only safe (?.) or non-null asserted (!!.) calls are allowed on a nullable receiver of type 'Teacher?'

fun lastLayer(stage: Stage): String =
    stage.end.path // Only safe (?.) or non-null asserted (!!.) calls are allowed on a nullable receiver of type 'StudentTap?'

fun accuracy(result: EpochResult): Double =
    result.testAccuracy // Return type mismatch: expected 'Double', actual 'Double?'

fun folderName(options: DataOptions): String =
    options.folder.toString() + options.folder.fileName // Only safe (?.) or non-null asserted (!!.) calls are allowed on a nullable receiver of type 'Path?'

fun swappedTaps(student: StudentTap, teacher: TeacherTap) =
    Correlation.channel(teacher, student) // actual type is 'TeacherTap', but 'StudentTap' was expected

fun swappedNetworks(teacher: Teacher, student: Student) =
    Distillation.of(student, teacher) // actual type is 'Student', but 'Teacher' was expected

fun theOthersTap(context: StepContext, tap: TeacherTap) =
    context.student[tap] // actual type is 'TeacherTap', but 'StudentTap' was expected

fun nothingReturned(stage: Stage) =
    stage.objective("nothing", 1.0) { null } // Null cannot be a value of a non-null type 'NDArray'

fun wholeWeight(stage: Stage) =
    stage.objective("labels", 1, CrossEntropy()) // actual type is 'Int', but 'Double' was expected
