package dev.understudy.internal.workers;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A hang would show as the time-out of a test. */
@Test(timeOut = 30_000)
public final class WorkersTest {

    private static final List<Integer> THINGS = IntStream.range(0, 20).boxed().toList();

    public void allIsDoneOnceOnNoMoreThreadsThanWanted() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 5; round++) {
                Set<Integer> done = ConcurrentHashMap.newKeySet();
                workers.forEach(THINGS, thing -> {
                    threads.add(Thread.currentThread());
                    assertTrue(done.add(thing));
                });
                assertEquals(done, Set.copyOf(THINGS));
            }
        }
        assertTrue(threads.size() <= 3, threads.toString());
    }

    /** What is new comes first, then what took longest the time before. */
    public void whatTookLongestIsBegunFirstTheNextTime() {
        try (Workers workers = new Workers(1)) {
            AtomicInteger now = new AtomicInteger();
            Workers.Recurring<String> rounds = workers.recurring(now::get);
            List<String> begun = new ArrayList<>();
            Consumer<String> work = name -> {
                begun.add(name);
                now.addAndGet(name.length());
            };
            rounds.forEach(List.of("a", "aaa", "aa"), work);
            rounds.forEach(List.of("a", "aaa", "aa", "new"), work);
            assertEquals(begun, List.of("a", "aaa", "aa", "new", "aaa", "aa", "a"));
        }
    }

    @DataProvider
    public Object[][] failures() {
        return new Object[][] {
            {new IllegalArgumentException("broken")},
            {new OutOfMemoryError("Java heap space")},
            {new LinkageError("no")}
        };
    }

    /** The other one is in the middle of its work when the first breaks off. */
    @Test(dataProvider = "failures")
    public void whatEndsOneEndsAllAndNobodyIsAtWorkAfterwards(Throwable reason) {
        for (boolean callingThread : new boolean[] {true, false}) {
            AtomicInteger atWork = new AtomicInteger();
            CountDownLatch both = new CountDownLatch(2);
            try (Workers workers = new Workers(2)) {
                Thread caller = Thread.currentThread();
                Throwable thrown = expectThrows(
                        reason.getClass(),
                        () -> workers.forEach(THINGS, thing -> {
                            atWork.incrementAndGet();
                            await(both);
                            if (callingThread == (Thread.currentThread() == caller)) {
                                atWork.decrementAndGet();
                                sneak(reason);
                            }
                            linger();
                            atWork.decrementAndGet();
                        }));
                assertSame(thrown, reason);
                assertEquals(atWork.get(), 0);
            }
        }
    }

    public void aThreadThatCannotBeStartedEndsTheWorkWithItsCause() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger atWork = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(2);
        OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
        ThreadFactory oneThread = task -> {
            if (asked.getAndIncrement() == 0) {
                return daemon(task);
            }
            await(begun);
            throw none;
        };
        try (Workers workers = new Workers(3, oneThread)) {
            assertSame(
                    expectThrows(
                            OutOfMemoryError.class,
                            () -> workers.forEach(THINGS, thing -> {
                                atWork.incrementAndGet();
                                begun.countDown();
                                linger();
                                atWork.decrementAndGet();
                            })),
                    none);
            assertEquals(atWork.get(), 0);
        }
    }

    /** Threads that die on their way to the work: those that are there do it. */
    public void aThreadThatDiesBeforeItsWorkIsNotWaitedFor() {
        ThreadFactory stillborn = task -> daemon(() -> {});
        try (Workers workers = new Workers(3, stillborn)) {
            AtomicInteger done = new AtomicInteger();
            workers.forEach(THINGS, thing -> done.incrementAndGet());
            assertEquals(done.get(), THINGS.size());
        }
    }

    public void aWorkerIsThereAgainAfterAFailure() {
        try (Workers workers = new Workers(2)) {
            CountDownLatch first = new CountDownLatch(2);
            expectThrows(
                    StackOverflowError.class,
                    () -> workers.forEach(List.of(1, 2), thing -> {
                        await(first);
                        throw new StackOverflowError();
                    }));
            CountDownLatch second = new CountDownLatch(2);
            workers.forEach(List.of(1, 2), thing -> {
                await(second);
            });
            assertEquals(second.getCount(), 0);
        }
    }

    public void anInterruptOfTheCallingThreadEndsNothingEarlyAndIsKept() {
        AtomicInteger done = new AtomicInteger();
        Thread caller = Thread.currentThread();
        CountDownLatch both = new CountDownLatch(2);
        try (Workers workers = new Workers(2)) {
            workers.forEach(List.of(1, 2), thing -> {
                await(both);
                if (Thread.currentThread() == caller) {
                    caller.interrupt();
                } else {
                    linger();
                }
                done.incrementAndGet();
            });
            assertTrue(Thread.interrupted());
        }
        assertEquals(done.get(), 2);
    }

    public void anInterruptInsideTheWorkIsTheCause() {
        CountDownLatch both = new CountDownLatch(2);
        Consumer<Integer> interruptible = thing -> {
            await(both);
            if (thing == 2) {
                sneak(new InterruptedException("stop"));
            }
        };
        try (Workers workers = new Workers(2)) {
            IllegalStateException thrown =
                    expectThrows(IllegalStateException.class, () -> workers.forEach(List.of(1, 2), interruptible));
            assertEquals(String.valueOf(thrown.getCause()), "java.lang.InterruptedException: stop");
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test");
        thread.setDaemon(true);
        return thread;
    }

    /** Counts, and waits until all have. */
    private static void await(CountDownLatch latch) {
        latch.countDown();
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void linger() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable e) throws E {
        throw (E) e;
    }
}
