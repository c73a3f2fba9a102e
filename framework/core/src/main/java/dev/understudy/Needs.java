package dev.understudy;

import dev.understudy.internal.source.PeerModules;
import dev.understudy.internal.source.SourceModules;
import dev.understudy.objective.Precomputed;
import dev.understudy.source.Sources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an objective reads. What nobody in a stage reads is not computed: neither network runs past the deepest layer
 * that is needed. Immutable: each {@code with} returns larger needs.
 */
public final class Needs {

    private static final Needs NOTHING = new Needs(Set.of(), false, Map.of(), List.of());

    private final Set<StudentTap> studentTaps;
    private final boolean studentLogits;
    private final Map<String, Reading> sources;
    private final List<AuxiliaryModule> modules;
    private final Map<String, Needs> views;
    private final List<Precomputed> precomputed;
    private final Map<String, Needs> peers;

    /** What is read of one source. */
    private record Reading(Set<TeacherTap> taps, boolean logits) {

        Reading and(Reading other) {
            Set<TeacherTap> all = new LinkedHashSet<>(taps);
            all.addAll(other.taps);
            return new Reading(Collections.unmodifiableSet(all), logits || other.logits);
        }
    }

    private Needs(
            Set<StudentTap> studentTaps,
            boolean studentLogits,
            Map<String, Reading> sources,
            List<AuxiliaryModule> modules) {
        this.studentTaps = Collections.unmodifiableSet(new LinkedHashSet<>(studentTaps));
        this.studentLogits = studentLogits;
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        this.modules = List.copyOf(modules);
        this.views = Map.of();
        this.precomputed = List.of();
        this.peers = Map.of();
    }

    private Needs(Needs own, Map<String, Needs> views, List<Precomputed> precomputed, Map<String, Needs> peers) {
        this.studentTaps = own.studentTaps;
        this.studentLogits = own.studentLogits;
        this.sources = own.sources;
        this.modules = own.modules;
        this.views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
        this.precomputed = List.copyOf(precomputed);
        this.peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    }

    /**
     * Nothing, to start from.
     *
     * @return no needs
     */
    public static Needs nothing() {
        return NOTHING;
    }

    /**
     * These and a student's tap.
     *
     * @param tap the tap
     * @return the larger needs
     */
    public Needs with(StudentTap tap) {
        return and(new Needs(Set.of(tap), false, Map.of(), List.of()));
    }

    /**
     * These and a teacher's tap.
     *
     * @param tap the tap
     * @return the larger needs
     */
    public Needs with(TeacherTap tap) {
        return with(Sources.TEACHER, tap);
    }

    /**
     * These and a tap of a source.
     *
     * @param source its name, as the distillation gives it
     * @param tap the tap
     * @return the larger needs
     */
    public Needs with(String source, TeacherTap tap) {
        return and(source, new Reading(Set.of(tap), false));
    }

    /**
     * These and an auxiliary module.
     *
     * @param module the auxiliary module
     * @return the larger needs
     */
    public Needs with(AuxiliaryModule module) {
        return and(new Needs(Set.of(), false, Map.of(), List.of(module)));
    }

    /**
     * These and the student's logits.
     *
     * @return the larger needs
     */
    public Needs withStudentLogits() {
        return and(new Needs(Set.of(), true, Map.of(), List.of()));
    }

    /**
     * These and the teacher's logits.
     *
     * @return the larger needs
     */
    public Needs withTeacherLogits() {
        return withLogits(Sources.TEACHER);
    }

    /**
     * These and the logits of a source.
     *
     * @param source its name, as the distillation gives it
     * @return the larger needs
     */
    public Needs withLogits(String source) {
        return and(source, new Reading(Set.of(), true));
    }

    private Needs and(String source, Reading reading) {
        return and(new Needs(Set.of(), false, Map.of(source, reading), List.of()));
    }

    /**
     * The same, with what is read of the teacher read of another source instead. Auxiliary modules become others, made for
     * that source.
     *
     * @param source its name
     * @return the needs
     */
    public Needs teacherAs(String source) {
        Map<String, Reading> others = new LinkedHashMap<>(sources);
        Reading teacher = others.remove(Sources.TEACHER);
        List<AuxiliaryModule> renamed =
                modules.stream().map(module -> SourceModules.of(module, source)).toList();
        if (!precomputed.isEmpty()) {
            throw new InputException("\"" + precomputed.get(0).name() + "\" is computed from the teacher before the"
                    + " training; the source \"" + source + "\" cannot stand in its place");
        }
        Needs without = new Needs(studentTaps, studentLogits, others, renamed);
        Needs own = teacher == null ? without : without.and(source, teacher);
        Map<String, Needs> seen = new LinkedHashMap<>();
        views.forEach((name, view) -> seen.put(name, view.teacherAs(source)));
        return new Needs(own, seen, List.of(), peers);
    }

    /**
     * These and another view of the images, which both networks see besides, as far as it is read there. What is named of
     * auxiliary modules and of what is computed before is named for all views.
     *
     * @param name the view's name, as the training data gives it
     * @param read what is read in the view
     * @return the larger needs
     * @throws InputException where the view has views itself
     */
    public Needs withView(String name, Needs read) {
        if (!read.views.isEmpty()) {
            throw new InputException(
                    "A view has no views of its own; \"" + name + "\" was given " + read.views.keySet());
        }
        if (!read.peers.isEmpty()) {
            throw new InputException("Peers are shown the batch itself alone; in the view \"" + name
                    + "\" there are objectives of " + read.peers.keySet());
        }
        Needs there = new Needs(read.studentTaps, read.studentLogits, read.sources, List.of());
        Needs everywhere = new Needs(Set.of(), false, Map.of(), read.modules);
        return and(new Needs(everywhere, Map.of(name, there), read.precomputed, Map.of()));
    }

    /**
     * These and what a peer's objective reads: of the peer what it reads of its student, and of the student what it reads
     * of the source {@value Sources#STUDENT}. Auxiliary modules become others, made for that peer.
     *
     * @param name the peer's name, as the distillation gives it
     * @param read what its objective reads
     * @return the larger needs
     * @throws InputException where it reads other views, or peers of its own
     */
    public Needs withPeer(String name, Needs read) {
        if (read.sources.containsKey(name)) {
            throw new InputException("The peer \"" + name + "\" cannot learn from itself");
        }
        if (!read.views.isEmpty() || !read.peers.isEmpty()) {
            throw new InputException(
                    "Peers are shown the batch itself alone and have no peers of their own; the objective" + " of \""
                            + name + "\" reads " + (read.views.isEmpty() ? read.peers : read.views).keySet());
        }
        Map<String, Reading> others = new LinkedHashMap<>(read.sources);
        Reading ofStudent = others.remove(Sources.STUDENT);
        List<AuxiliaryModule> renamed = read.modules.stream()
                .map(module -> PeerModules.of(module, name))
                .toList();
        Needs outside = new Needs(Set.of(), false, others, renamed);
        Needs ofPeer = new Needs(
                read.studentTaps,
                read.studentLogits,
                ofStudent == null ? Map.of() : Map.of(Sources.STUDENT, ofStudent),
                List.of());
        return and(new Needs(outside, Map.of(), read.precomputed, Map.of(name, ofPeer)));
    }

    /**
     * These and something that has to be known of the teacher before a stage begins.
     *
     * @param what what is computed once
     * @return the larger needs
     */
    public Needs with(Precomputed what) {
        return and(new Needs(NOTHING, Map.of(), List.of(what), Map.of()));
    }

    /**
     * These and those. An auxiliary module that both name is kept once.
     *
     * @param other the others
     * @return the union
     */
    public Needs and(Needs other) {
        Set<StudentTap> students = new LinkedHashSet<>(studentTaps);
        students.addAll(other.studentTaps);
        Map<String, Reading> read = new LinkedHashMap<>(sources);
        other.sources.forEach((source, reading) -> read.merge(source, reading, Reading::and));
        List<AuxiliaryModule> both = new ArrayList<>(modules);
        for (AuxiliaryModule module : other.modules) {
            if (both.stream().noneMatch(h -> h.getName().equals(module.getName()))) {
                both.add(module);
            }
        }
        Map<String, Needs> seen = new LinkedHashMap<>(views);
        other.views.forEach((name, view) -> seen.merge(name, view, Needs::and));
        Set<Precomputed> known = new LinkedHashSet<>(precomputed);
        known.addAll(other.precomputed);
        Map<String, Needs> beside = new LinkedHashMap<>(peers);
        other.peers.forEach((name, peer) -> beside.merge(name, peer, Needs::and));
        Needs own = new Needs(students, studentLogits || other.studentLogits, read, both);
        return new Needs(own, seen, List.copyOf(known), beside);
    }

    /**
     * All that is read, in whichever view.
     *
     * @return the needs without views
     */
    public Needs everywhere() {
        Needs all = new Needs(this, Map.of(), precomputed, peers);
        for (Needs view : views.values()) {
            all = all.and(view);
        }
        return all;
    }

    /**
     * The views that are read beside the batch itself.
     *
     * @return what is read in each, by name, unmodifiable
     */
    public Map<String, Needs> getViews() {
        return views;
    }

    /**
     * The peers that have objectives of their own.
     *
     * @return what each one's objectives read of the peer itself and of the source {@value Sources#STUDENT}, by name,
     *     unmodifiable
     */
    public Map<String, Needs> getPeers() {
        return peers;
    }

    /**
     * All that is read of a peer, by its own objectives or by others.
     *
     * @param name its name
     * @return as needs of a student; nothing where nobody reads it
     */
    public Needs ofPeer(String name) {
        return asStudent(name).and(peers.getOrDefault(name, NOTHING).ofOwn());
    }

    /**
     * All that is read of the student, by its own objectives or by its peers'.
     *
     * @return as needs of a student, without other views
     */
    public Needs ofStudent() {
        Needs all = ofOwn();
        for (Needs peer : peers.values()) {
            all = all.and(peer.asStudent(Sources.STUDENT));
        }
        return all;
    }

    private Needs ofOwn() {
        return new Needs(studentTaps, studentLogits, Map.of(), List.of());
    }

    /** What is read of a source, where that is the student. */
    private Needs asStudent(String source) {
        Set<StudentTap> taps = new LinkedHashSet<>();
        getTaps(source).forEach(tap -> taps.add(new StudentTap(tap.path())));
        return new Needs(taps, readsLogits(source), Map.of(), List.of());
    }

    /**
     * What has to be known of the teacher before a stage begins.
     *
     * @return unmodifiable
     */
    public List<Precomputed> getPrecomputed() {
        return precomputed;
    }

    /**
     * The student's taps.
     *
     * @return unmodifiable
     */
    public Set<StudentTap> getStudentTaps() {
        return studentTaps;
    }

    /**
     * The teacher's taps.
     *
     * @return unmodifiable
     */
    public Set<TeacherTap> getTeacherTaps() {
        return getTaps(Sources.TEACHER);
    }

    /**
     * The auxiliary modules.
     *
     * @return unmodifiable
     */
    public List<AuxiliaryModule> getModules() {
        return modules;
    }

    /**
     * Whether the student's logits are read.
     *
     * @return true where they are
     */
    public boolean readsStudentLogits() {
        return studentLogits;
    }

    /**
     * Whether the teacher's logits are read.
     *
     * @return true where they are
     */
    public boolean readsTeacherLogits() {
        return readsLogits(Sources.TEACHER);
    }

    /**
     * Whether anything of the student is read.
     *
     * @return true where a student's tap or its logits are read
     */
    public boolean readsStudent() {
        return studentLogits || !studentTaps.isEmpty();
    }

    /**
     * Whether a teacher is needed at all.
     *
     * @return true where a teacher's tap or its logits are read
     */
    public boolean readsTeacher() {
        return sources.containsKey(Sources.TEACHER);
    }

    /**
     * The sources of which anything is read, the teacher among them.
     *
     * @return their names, unmodifiable
     */
    public Set<String> getSources() {
        return sources.keySet();
    }

    /**
     * The taps of a source.
     *
     * @param source its name
     * @return unmodifiable; none where nothing of it is read
     */
    public Set<TeacherTap> getTaps(String source) {
        Reading reading = sources.get(source);
        return reading == null ? Set.of() : reading.taps;
    }

    /**
     * Whether a source's logits are read.
     *
     * @param source its name
     * @return true where they are
     */
    public boolean readsLogits(String source) {
        Reading reading = sources.get(source);
        return reading != null && reading.logits;
    }
}
