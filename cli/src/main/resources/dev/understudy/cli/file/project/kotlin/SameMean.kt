package @package@

import ai.djl.ndarray.NDArray
import dev.understudy.Needs
import dev.understudy.Objective
import dev.understudy.StepContext
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.objective.Norm

/**
 * Where in the image the teacher's channels are strong on average, the student's shall be too: the mean squared
 * difference of the two means over channels. The numbers of channels may differ, height and width may not.
 *
 * Never scale by a plain number in here (`a.mul(2)`): use [dev.understudy.objective.Scaling].
 */
data class SameMean(private val student: StudentTap, private val teacher: TeacherTap) : Objective {
    override fun needs(): Needs = Needs.nothing().with(student).with(teacher)

    override fun loss(context: StepContext): NDArray = Norm.SQUARED.compare(
        context.student[student].mean(intArrayOf(1)),
        context.teacher[teacher].mean(intArrayOf(1)),
    )
}
