package dev.understudy.internal.identity;

import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.Objective;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.InView;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.optimizer.AdamWRule;
import org.testng.annotations.Test;
import theirs.Broken;

/** Which objects are this project's code with all that they hold. */
public final class KnownCodeTest {

    @Test
    public void whatIsOursIsKnown() {
        for (Object ours : new Object[] {
            new CrossEntropy(),
            new Stage.Weighted(0.5, new SoftTargets(4)),
            new Stage.Weighted(1, Schedule.linear(0, 1), new InView("strong", new CrossEntropy())),
            AdamWRule.standard()
        }) {
            assertTrue(ObjectDescription.of(ours).isKnownCode(), ours.toString());
        }
    }

    @Test
    public void whatIsTheirsIsNotKnownWhereverItIsHeld() {
        Objective lambda = context -> context.getStudent().getLogits().sum();
        Schedule schedule = progress -> 1.0 / progress.epoch();
        for (Object theirs : new Object[] {
            lambda,
            new Stage.Weighted(1, new InView("strong", lambda)),
            new Stage.Weighted(1, schedule, new CrossEntropy()),
            new Stage.Weighted(1, new InView("strong", Broken::bug))
        }) {
            assertFalse(ObjectDescription.of(theirs).isKnownCode(), theirs.toString());
        }
    }
}
