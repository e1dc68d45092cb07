package dev.versioned;

import dev.versioned.internal.publish.LabelRequest;
import dev.versioned.model.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A change of a version's labels. Used by one call, in one thread: {@code checkout.label(version, l
 * -> l.add("qa=passed").remove("candidate"))}. A name that is both removed and added is added.
 */
public final class LabelOptions {
  private final List<Label> added = new ArrayList<>();
  private final Set<String> removed = new TreeSet<>();
  private Optional<Long> expected = Optional.empty();

  LabelOptions() {}

  /**
   * Adds a label, or changes the value of the one with this name.
   *
   * @param label a name, or {@code name=value}
   * @return these options
   * @throws IllegalArgumentException if it is not a valid label
   */
  public LabelOptions add(String label) {
    return add(Label.parse(Objects.requireNonNull(label, "label")));
  }

  /**
   * Adds a label, or changes the value of the one with this name.
   *
   * @param label the label
   * @return these options
   */
  public LabelOptions add(Label label) {
    added.add(Objects.requireNonNull(label, "label"));
    return this;
  }

  /**
   * Removes a label, if the version has it.
   *
   * @param name its name
   * @return these options
   */
  public LabelOptions remove(String name) {
    removed.add(Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Changes the labels only if they have this revision. Without it, concurrent changes are all
   * applied, one after the other.
   *
   * @param revision the expected revision; 0 if the version was never labelled
   * @return these options
   */
  public LabelOptions ifRevision(long revision) {
    this.expected = Optional.of(revision);
    return this;
  }

  static LabelRequest gather(Consumer<LabelOptions> options) {
    Objects.requireNonNull(options, "options");
    LabelOptions gathered = new LabelOptions();
    options.accept(gathered);
    return new LabelRequest(
        List.copyOf(gathered.added), Set.copyOf(gathered.removed), gathered.expected);
  }
}
