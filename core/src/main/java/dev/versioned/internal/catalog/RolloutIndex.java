package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasRef;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the aliases with a rollout under way by the index of artifact names, where they are a
 * partition of their own. The index may lag, so the alias itself decides.
 */
final class RolloutIndex {
  private final ItemStore items;
  private final AliasPartition aliases;

  RolloutIndex(ItemStore items, AliasPartition aliases) {
    this.items = items;
    this.aliases = aliases;
  }

  /**
   * Lists aliases by artifact, whole artifacts only: the index continues after an artifact, not
   * after an alias.
   */
  Page<AliasRef> list(@Nullable ArtifactName after, int limit) {
    @Nullable String last = after == null ? null : after.value();
    while (true) {
      Page<Item> page =
          items.queryIndex(
              "list the rollouts",
              new IndexQuery(IndexQuery.ARTIFACTS, AliasItems.ROLLING_OUT, last, limit));
      List<Item> found = page.items();
      if (!page.hasMore()) {
        return new Page<>(refs(found, null), false);
      }
      last = sorted(found.get(found.size() - 1));
      List<AliasRef> refs = new ArrayList<>(refs(found, last));
      // rule: page-of-rollouts-has-whole-artifacts
      refs.addAll(allOf(last, limit));
      if (!refs.isEmpty()) {
        return new Page<>(refs, true);
      }
    }
  }

  private static String sorted(Item item) {
    return item.attributes().get(Attributes.ARTIFACT) instanceof ItemValue.Text text
        ? text.value()
        : Keys.afterHash(item.key().partition());
  }

  /** Returns the aliases among the items, except those of one artifact. */
  private static List<AliasRef> refs(List<Item> found, @Nullable String except) {
    return found.stream()
        // Others may write items of other partitions, and whatever attributes they want there.
        // rule: only-an-alias-rolls-out
        .filter(item -> Keys.isAlias(item.key()))
        .filter(item -> !sorted(item).equals(except))
        .map(item -> ref(item))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<AliasRef> ref(Item item) {
    try {
      return Optional.of(
          new AliasRef(Keys.artifactOf(item.key()), AliasName.parse(item.key().sort())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads the aliases of an artifact with a rollout under way, and those that are unreadable. */
  private List<AliasRef> allOf(String name, int limit) {
    ArtifactName artifact;
    try {
      artifact = ArtifactName.parse(name);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    List<AliasRef> found = new ArrayList<>();
    Page.<AliasEntry>stream(
            last ->
                aliases.list(
                    artifact,
                    last == null ? null : last.name(),
                    limit,
                    (key, why) -> found.add(new AliasRef(artifact, AliasName.parse(key.sort())))))
        .filter(entry -> entry.present().flatMap(AliasEntry.Present::rolloutUnderWay).isPresent())
        .forEach(entry -> found.add(new AliasRef(artifact, entry.name())));
    return found;
  }
}
