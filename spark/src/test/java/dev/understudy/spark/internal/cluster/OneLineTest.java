package dev.understudy.spark.internal.cluster;

import static org.testng.Assert.assertEquals;

import dev.understudy.InputException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class OneLineTest {

    private static final String BEFORE =
            "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure: Lost task 0.3 in stage"
                    + " 3.0 (TID 7) (node7 executor 2): ";

    @DataProvider
    public Object[][] failures() {
        return new Object[][] {
            {
                BEFORE + "dev.understudy.spark.internal.cluster.TaskFailure: node7: Cannot write /x: No space left on"
                        + " device\n\tat dev.understudy.X\n\nDriver stacktrace:",
                "node7: Cannot write /x: No space left on device"
            },
            {
                BEFORE
                        + "ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Command exited"
                        + " with code 137\nDriver stacktrace:",
                "node7: executor 2 was lost: Command exited with code 137"
            },
            {
                BEFORE + "java.lang.ClassNotFoundException: my.Recipe\n\tat java.base",
                "node7: java.lang.ClassNotFoundException: my.Recipe"
            },
            {
                "Job aborted due to stage failure: Master removed our application: FAILED",
                "Job aborted due to stage failure: Master removed our application: FAILED"
            },
        };
    }

    @Test(dataProvider = "failures")
    public void whatSparkSaysIsOneLineWithTheMachine(String message, String line) {
        assertEquals(OneLine.of(new ExecutionException(new SparkException(message))), line);
    }

    @Test
    public void whatHasNoMessageIsNamed() {
        assertEquals(OneLine.of(new IllegalStateException()), "IllegalStateException");
        assertEquals(OneLine.of(new IllegalStateException("one\ntwo")), "one");
    }

    @Test
    public void whatWeSayOurselvesIsSaid() {
        assertEquals(
                OneLine.of(new InputException("wanted this,\n got that", new IllegalStateException("deep"))),
                "wanted this, got that");
    }
}
