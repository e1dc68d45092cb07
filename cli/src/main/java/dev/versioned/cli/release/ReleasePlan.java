package dev.versioned.cli.release;

import dev.versioned.AliasUpdate;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.ReleaseSet;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The changes that bring the aliases to the state of a release file, as of when the plan was made.
 *
 * @param environment the environment
 * @param changes one for each alias of the file, in its order
 * @param unmanaged the aliases of the file's artifacts that the file does not name
 */
public record ReleasePlan(String environment, List<Change> changes, List<Alias> unmanaged) {

  /**
   * Makes a plan; the lists are copied.
   *
   * @param environment the environment
   * @param changes one for each alias of the file, in its order
   * @param unmanaged the aliases of the file's artifacts that the file does not name
   */
  public ReleasePlan {
    changes = List.copyOf(changes);
    unmanaged = List.copyOf(unmanaged);
  }

  /** What is to be done to an alias. */
  public enum Action {
    /** The alias does not exist. */
    CREATE,
    /** The alias has another routing. */
    MOVE,
    /** The alias is as wanted. */
    NONE
  }

  /**
   * What is to be done to one alias.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param current the alias as it is now
   * @param wanted what it is to point to
   * @param endsRollout whether a rollout is under way, which the change would end
   */
  public record Change(
      ArtifactName artifact,
      AliasName alias,
      Optional<Alias> current,
      Routing wanted,
      boolean endsRollout) {

    /**
     * Returns what is to be done.
     *
     * @return the action
     */
    public Action action() {
      if (current.isEmpty()) {
        return Action.CREATE;
      }
      return current.get().routing().equals(wanted) ? Action.NONE : Action.MOVE;
    }

    /**
     * Returns the revision that the plan was made for.
     *
     * @return the alias's revision, 0 if there is none
     */
    public long revision() {
      return current.map(Alias::revision).orElse(0L);
    }

    /** Returns the change as one line. */
    @Override
    public String toString() {
      String name = artifact + ":" + alias;
      return switch (action()) {
        case CREATE -> "+ " + name + ": " + wanted;
        case MOVE ->
            "~ "
                + name
                + ": "
                + current.orElseThrow().routing()
                + " -> "
                + wanted
                + (endsRollout ? " (ends the rollout under way)" : "");
        case NONE -> "= " + name + ": " + wanted;
      };
    }
  }

  /**
   * Compares a release file with the aliases. Changes nothing.
   *
   * @param file what is wanted
   * @param repo the repository of the aliases
   * @return the plan
   * @throws NotFoundException if a wanted version does not exist, or is deleted
   * @throws DocumentException if a version is wanted both as primary and as additional
   */
  public static ReleasePlan of(ReleaseFile file, ArtifactRepository repo) {
    List<Change> changes = new ArrayList<>();
    Set<ArtifactName> artifacts = new LinkedHashSet<>();
    Set<String> managed = new HashSet<>();
    Mistakes mistakes = new Mistakes();
    List<NotFoundException> missing = new ArrayList<>();
    for (Desired desired : file.aliases()) {
      mistakes.in(
          () -> {
            try {
              changes.add(change(desired, repo));
            } catch (NotFoundException e) {
              missing.add(e);
            }
          });
      artifacts.add(desired.artifact());
      managed.add(desired.artifact() + ":" + desired.alias());
    }
    // All at once: a file is corrected once.
    mistakes.check();
    check(missing);
    List<Alias> unmanaged =
        artifacts.stream()
            .flatMap(artifact -> repo.artifact(artifact).aliases())
            .filter(alias -> !managed.contains(alias.artifact() + ":" + alias.name()))
            .toList();
    return new ReleasePlan(file.environment(), changes, unmanaged);
  }

  private static void check(List<NotFoundException> missing) {
    if (missing.size() == 1) {
      throw missing.get(0);
    } else if (!missing.isEmpty()) {
      throw new NotFoundException(
          missing.stream().map(Throwable::getMessage).distinct().collect(Collectors.joining("\n")),
          missing.get(0).subject());
    }
  }

  private static Change change(Desired desired, ArtifactRepository repo) {
    Artifact artifact = repo.artifact(desired.artifact());
    Routing wanted = routing(desired, artifact);
    Optional<Alias> current = artifact.alias(desired.alias()).find();
    boolean moves = current.isPresent() && !current.get().routing().equals(wanted);
    if (current.isEmpty() || moves) {
      Set<VersionNumber> versions = new LinkedHashSet<>(wanted.versions());
      current.ifPresent(alias -> versions.removeAll(alias.versions().keySet()));
      versions.forEach(artifact::resolve);
    }
    if (wanted.versions().isEmpty() && current.isEmpty()) {
      artifact.resolve(wanted.primary());
    }
    boolean endsRollout =
        moves
            && artifact
                .alias(desired.alias())
                .rollout()
                .find()
                .filter(status -> !status.rollout().isOver())
                .isPresent();
    return new Change(desired.artifact(), desired.alias(), current, wanted, endsRollout);
  }

  private static Routing routing(Desired desired, Artifact artifact) {
    Target primary = primary(desired.primary(), artifact);
    SortedMap<VersionNumber, Weight> additional = new TreeMap<>(desired.additional());
    desired.newest().ifPresent(weight -> addNewest(desired, primary, weight, additional, artifact));
    try {
      return new Routing(primary, additional);
    } catch (IllegalArgumentException e) {
      throw new DocumentException(desired.at(), String.valueOf(e.getMessage()));
    }
  }

  private static void addNewest(
      Desired desired,
      Target primary,
      Weight weight,
      SortedMap<VersionNumber, Weight> additional,
      Artifact artifact) {
    VersionNumber newest = newest(artifact);
    if (!newest.equals(primary) && additional.putIfAbsent(newest, weight) != null) {
      throw new DocumentException(
          desired.at(),
          "version "
              + newest
              + " of "
              + desired.artifact()
              + " is the newest, and wanted twice for "
              + desired.alias()
              + "; keep one");
    }
  }

  private static Target primary(Choice choice, Artifact artifact) {
    if (choice instanceof Choice.Exactly exactly) {
      return exactly.target();
    } else if (choice instanceof Choice.Newest) {
      return newest(artifact);
    }
    throw new IllegalStateException("Cannot plan " + choice + ": the code has no case for it");
  }

  private static VersionNumber newest(Artifact artifact) {
    return artifact
        .versions()
        .findFirst()
        .map(Version::number)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot release the newest version of artifact "
                        + artifact.name()
                        + ": it has none; publish one first",
                    NotFoundException.Subject.VERSION));
  }

  /**
   * Returns whether there is anything to do.
   *
   * @return true if an alias is not as wanted
   */
  public boolean differs() {
    return changes.stream().anyMatch(change -> change.action() != Action.NONE);
  }

  /**
   * Applies the plan as one release set: all aliases move, or none. Does nothing if nothing
   * differs.
   *
   * @param repo where the plan was made
   * @param update the reason, and other settings of all moves
   * @return the aliases that were moved
   * @throws dev.versioned.model.RevisionConflictException if an alias has moved since the plan was
   *     made
   * @throws IllegalArgumentException if the set takes more than the 100 items of a transaction;
   *     nothing was written
   */
  public List<Alias> apply(ArtifactRepository repo, Consumer<AliasUpdate> update) {
    ReleaseSet set = repo.releaseSet();
    List<Change> due = changes.stream().filter(change -> change.action() != Action.NONE).toList();
    due.forEach(
        c -> set.move(repo.artifact(c.artifact()).alias(c.alias()), c.wanted(), c.revision()));
    return due.isEmpty() ? List.of() : set.apply(update);
  }
}
