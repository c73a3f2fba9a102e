package dev.understudy.recipe;

import dev.understudy.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A recipe's option that is one of some words: an enum's constants, or words of the recipe's own.
 *
 * @param <E> what a word stands for
 */
public final class ChoiceOption<E> implements RecipeOption<E> {

    private final String name;
    private final String description;
    private final E standard;
    private final Map<String, E> words;

    private ChoiceOption(String name, String description, E standard, Map<String, E> words) {
        this.name = OptionText.name(name);
        this.description = description;
        this.standard = standard;
        this.words = words;
        if (!words.containsValue(standard)) {
            throw OptionText.refusedDefault(name, getRange(), standard);
        }
    }

    static <E extends Enum<E>> ChoiceOption<E> of(String name, E standard) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : standard.getDeclaringClass().getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return new ChoiceOption<>(name, "", standard, words);
    }

    static ChoiceOption<String> of(String name, String standard, List<String> list) {
        Map<String, String> words = new LinkedHashMap<>();
        list.forEach(word -> words.put(word, word));
        boolean differ = list.stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count()
                == list.size();
        if (list.isEmpty() || !differ || !list.stream().allMatch(OptionText::isWord)) {
            throw new InputException("The words of option \"" + name
                    + "\" must differ and be of letters, digits, \".\", \"_\" and \"-\", got " + list);
        }
        return new ChoiceOption<>(name, "", standard, words);
    }

    /**
     * What it does.
     *
     * @param line one line, without a full stop
     * @return the option
     */
    public ChoiceOption<E> describedAs(String line) {
        return new ChoiceOption<>(name, OptionText.line(name, line), standard, words);
    }

    /**
     * The same option with another default, as a recipe may have it.
     *
     * @param other one of the words
     * @return the option
     * @throws InputException when it is none of them
     */
    public ChoiceOption<E> byDefault(E other) {
        return new ChoiceOption<>(name, description, other, words);
    }

    /**
     * The words that may be chosen.
     *
     * @return in their order
     */
    public List<String> getWords() {
        return List.copyOf(words.keySet());
    }

    /** What its words stand for; a constant of an enum may be of a class of its own. */
    Class<?> type() {
        return standard instanceof Enum<?> constant ? constant.getDeclaringClass() : standard.getClass();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public E getDefault() {
        return standard;
    }

    @Override
    public String getRange() {
        List<String> all = new ArrayList<>(words.keySet());
        if (all.size() < 2) {
            return String.join("", all);
        }
        String last = all.remove(all.size() - 1);
        return String.join(", ", all) + " or " + last;
    }

    @Override
    public E parse(String text) {
        return words.entrySet().stream()
                .filter(word -> word.getKey().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> OptionText.refused(this, OptionText.quoted(text)))
                .getValue();
    }

    @Override
    public E check(E value) {
        if (!words.containsValue(value)) {
            throw OptionText.refused(this, OptionText.quoted(String.valueOf(value)));
        }
        return value;
    }

    @Override
    public String write(E value) {
        return words.entrySet().stream()
                .filter(word -> word.getValue().equals(value))
                .findFirst()
                .orElseThrow(() -> OptionText.refused(this, OptionText.quoted(String.valueOf(value))))
                .getKey();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChoiceOption<?> option
                && name.equals(option.name)
                && description.equals(option.description)
                && standard.equals(option.standard)
                && List.copyOf(words.entrySet()).equals(List.copyOf(option.words.entrySet()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, description, standard, words.keySet());
    }

    @Override
    public String toString() {
        return name + ": " + getRange() + ", " + write(standard) + " by default";
    }
}
