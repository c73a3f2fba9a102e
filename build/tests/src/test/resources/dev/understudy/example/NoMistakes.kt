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

fun aStudent(teacher: Teacher, student: Student) = Distillation.of(teacher, student)

fun anObserver(distillation: Distillation, trainingData: TrainingData) = distillation.train(trainingData, Observer.NONE)

fun perhapsATeachersName(distillation: Distillation): String? = distillation.teacher?.name

fun perhapsALastLayer(stage: Stage): String = stage.end?.path ?: "the whole student"

fun perhapsAnAccuracy(result: EpochResult): Double = result.testAccuracy ?: Double.NaN

fun perhapsAFolder(options: DataOptions): String = options.folder?.fileName.toString()

fun tapsInOrder(student: StudentTap, teacher: TeacherTap) = Correlation.channel(student, teacher)

fun itsOwnTap(context: StepContext, tap: StudentTap) = context.student[tap]

fun somethingReturned(stage: Stage) = stage.objective("logits", 1.0) { it.student.logits.mean() }

fun weight(stage: Stage) = stage.objective("labels", 1.0, CrossEntropy())
