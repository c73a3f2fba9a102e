package dev.understudy.internal.workers;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final class Script {

        private final AtomicInteger now = new AtomicInteger();
        private final Workers.Recurring<String> rounds;
        private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

        Script(Workers workers) {
            rounds = workers.recurring(now::get);
        }

        /** Each thing takes as long as its name, so many times. */
        void play(int times, String... names) {
            Map<String, List<Runnable>> works = new LinkedHashMap<>();
            for (String name : names) {
                works.put(
                        name,
                        IntStream.range(0, times)
                                .<Runnable>mapToObj(time -> () -> {
                                    begun.add(name + time);
                                    now.addAndGet(name.length());
                                })
                                .toList());
            }
            rounds.forEach(works);
        }
    }

    /** What is new comes first, then what took longest the time before. */
    public void whatTookLongestIsBegunFirstTheNextTime() {
        try (Workers workers = new Workers(1)) {
            Script script = new Script(workers);
            script.play(1, "a", "aaa", "aa");
            assertEquals(Set.copyOf(script.begun), Set.of("a0", "aaa0", "aa0"));
            script.begun.clear();
            script.play(1, "a", "aaa", "aa", "new");
            assertEquals(script.begun, List.of("new0", "aaa0", "aa0", "a0"));
        }
    }

    public void nobodyIsTwoTimesAheadOfAnother() {
        try (Workers workers = new Workers(1)) {
            Script script = new Script(workers);
            script.play(1, "a", "aa");
            script.begun.clear();
            script.play(3, "a", "aa");
            assertEquals(script.begun, List.of("aa0", "a0", "aa1", "a1", "aa2", "a2"));
        }
    }

    public void whatIsDoneForOneThingIsDoneInOrder() {
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 200; round++) {
                Script script = new Script(workers);
                script.play(4, "a", "b");
                for (String name : List.of("a", "b")) {
                    assertEquals(
                            script.begun.stream()
                                    .filter(each -> each.startsWith(name))
                                    .toList(),
                            List.of(name + 0, name + 1, name + 2, name + 3));
                }
            }
        }
    }

    /** The first thing's work waits for the second's last one. */
    public void oneThingGoesOnWhileAnotherIsBeingWorkedAt() {
        CountDownLatch last = new CountDownLatch(1);
        Map<String, List<Runnable>> works = new LinkedHashMap<>();
        works.put("long", List.of(() -> {
            try {
                last.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        works.put("short", List.of(() -> {}, () -> {}, last::countDown));
        try (Workers workers = new Workers(2)) {
            workers.recurring().forEach(works);
        }
        assertEquals(last.getCount(), 0);
    }

    public void aThingWithNothingToDoIsLeft() {
        try (Workers workers = new Workers(2)) {
            workers.recurring().forEach(Map.of("nothing", List.of()));
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
