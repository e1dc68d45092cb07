package dev.versioned.simulation;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LatestView;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records in a store, read directly. The record of an item is created once: it is the same
 * object until the item is written again.
 */
final class Records {
  private static final int ALL = 1000;

  private final MemoryItemStore items;
  private final IdentityHashMap<Item, Object> known = new IdentityHashMap<>();
  private final IdentityHashMap<StateEntry, VersionEntry> inState = new IdentityHashMap<>();
  private final Lens lens = new Lens();
  private final Catalog catalog = new Catalog(lens, Runnable::run);
  private final Catalog direct;

  Records(MemoryItemStore items) {
    this.items = items;
    this.direct = new Catalog(items, Runnable::run);
  }

  Optional<ArtifactRecord> artifact(ArtifactName artifact) {
    return one(catalog -> catalog.findArtifact(artifact));
  }

  Optional<VersionEntry> version(ArtifactName artifact, VersionNumber number) {
    return direct.findVersion(artifact, number);
  }

  Optional<WorkingCopy> workingCopy(ArtifactName artifact) {
    List<Optional<WorkingCopy>> found =
        records(lens.reads, catalog -> catalog.findLatest(artifact), copy -> copy);
    return found.isEmpty() ? Optional.empty() : found.get(0);
  }

  /** Returns the revision at which {@code $LATEST} is, or was removed. */
  long latestRevision(ArtifactName artifact) {
    return direct.findLatestRevision(artifact).value();
  }

  /** Returns the library's view of {@code $LATEST}. */
  LatestView latest(ArtifactName artifact) {
    return direct.latest(artifact);
  }

  /** Returns whether an artifact is listed. */
  boolean isListed(ArtifactName artifact) {
    return direct.artifacts(null, ALL).items().contains(artifact);
  }

  Optional<AliasEntry> alias(ArtifactName artifact, AliasName alias) {
    return one(catalog -> catalog.findAlias(artifact, alias));
  }

  Optional<LedgerRow> ledgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return one(catalog -> catalog.findLedgerRow(artifact, alias, revision));
  }

  /** Returns the versions, newest first. */
  List<VersionEntry> versions(ArtifactName artifact) {
    Map<VersionNumber, StateEntry> states = new HashMap<>();
    List<StateEntry> found = all(catalog -> catalog.states(artifact, null, ALL, Unreadable.FAIL));
    found.forEach(state -> states.put(state.number(), state));
    lens.hidden = "STATES#" + artifact;
    List<VersionEntry> initial = all(catalog -> catalog.versions(artifact, null, ALL));
    lens.hidden = "";
    return initial.stream().map(entry -> inState(entry, states.get(entry.number()))).toList();
  }

  private VersionEntry inState(VersionEntry entry, @Nullable StateEntry state) {
    return state == null || !(entry instanceof VersionEntry.Committed version)
        ? entry
        : inState.computeIfAbsent(state, fresh -> version.record().in(fresh.status()));
  }

  List<IdempotencyRecord> keys(ArtifactName artifact) {
    return all(catalog -> catalog.keys(artifact, null, ALL));
  }

  List<AliasEntry> aliases(ArtifactName artifact) {
    return all(catalog -> catalog.aliases(artifact, null, ALL));
  }

  /** Returns the labels of all labelled versions. */
  List<StoredLabels> labels(ArtifactName artifact) {
    return all(catalog -> catalog.labels(artifact, null, ALL, Unreadable.FAIL));
  }

  /** Returns the ledger, newest first. */
  List<LedgerRow> ledger(ArtifactName artifact, AliasName alias) {
    return all(catalog -> catalog.ledger(artifact, alias, Long.MAX_VALUE, ALL));
  }

  private <T> Optional<T> one(Function<Catalog, Optional<T>> read) {
    List<T> found = records(lens.reads, read, record -> record.orElseThrow());
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  private <T> List<T> all(Function<Catalog, Page<T>> list) {
    return records(lens.queries, list, page -> page.items().get(0));
  }

  /** Finds the items first, and then creates the records of the new ones. */
  @SuppressWarnings("unchecked") // a reader always creates the same kind of record
  private <P, T> List<T> records(
      List<Item> found, Function<Catalog, P> read, Function<P, T> record) {
    lens.wanted = found;
    lens.reads.clear();
    lens.queries.clear();
    Object unused = read.apply(catalog);
    List<T> records = new ArrayList<>(found.size());
    for (Item item : List.copyOf(found)) {
      records.add(
          (T)
              known.computeIfAbsent(
                  item,
                  fresh -> {
                    lens.shown = fresh;
                    T made = record.apply(read.apply(catalog));
                    lens.shown = null;
                    return made;
                  }));
    }
    return records;
  }

  /**
   * An item store that only collects the items that are queried, or returns the one that it is
   * given.
   */
  private final class Lens implements ItemStore {
    final List<Item> reads = new ArrayList<>();
    final List<Item> queries = new ArrayList<>();
    List<Item> wanted = reads;
    @Nullable Item shown;
    String hidden = "";

    /** Queries for items other than the wanted ones find nothing. */
    private List<Item> look(Consumer<List<Item>> search, List<Item> found) {
      if (shown != null) {
        return wanted == found ? List.of(shown) : List.of();
      }
      search.accept(found);
      return List.of();
    }

    @Override
    public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
      return look(found -> items.read(purpose, key, consistency).ifPresent(found::add), reads)
          .stream()
          .findFirst();
    }

    @Override
    public Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
      if (query.partition().equals(hidden)) {
        return new Page<>(List.of(), false);
      }
      return new Page<>(
          look(found -> found.addAll(items.query(purpose, query, consistency).items()), queries),
          false);
    }

    @Override
    public Page<Item> queryIndex(String purpose, IndexQuery query) {
      throw new UnsupportedOperationException(purpose);
    }

    @Override
    public Stream<ItemKey> keys(String purpose) {
      throw new UnsupportedOperationException(purpose);
    }

    @Override
    public ItemWrite.Result write(String purpose, ItemWrite write) {
      throw new UnsupportedOperationException(purpose);
    }

    @Override
    public ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
      throw new UnsupportedOperationException(purpose);
    }

    @Override
    public void close() {}
  }
}
