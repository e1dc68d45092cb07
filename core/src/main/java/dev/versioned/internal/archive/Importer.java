package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.ImportWrites;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.publish.ImportedBytes;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Writes the entries of artifacts into a repository. Each write creates something; what exists and
 * is equal is skipped, and what is different is refused.
 *
 * <p>The order keeps every promise at any time: the counter first, so that no publisher gets a
 * number of the import; of each version the bytes, then the record with its state; then {@code
 * $LATEST}; of each alias the ledger, then the alias, counted by its versions; at last the keys.
 */
public final class Importer {
  private final Catalog catalog;
  private final ImportedBytes bytes;
  private final Settings settings;
  private final OwnPlace place;
  private final Executor executor;

  public Importer(
      BlobStore blobs, Catalog catalog, Settings settings, OwnPlace place, Executor executor) {
    this.catalog = catalog;
    this.bytes = new ImportedBytes(blobs, settings);
    this.settings = settings;
    this.place = place;
    this.executor = executor;
  }

  /**
   * Imports artifacts: compares all of them with the repository before anything is written, and
   * again while they are written.
   */
  public CopyReport run(ImportSource source, CopyRequest request) {
    Tally tally = new Tally(request.listener());
    List<ArtifactName> artifacts = source.artifacts(request);
    for (ArtifactName artifact : artifacts) {
      // rule: import-is-checked-before-it-writes
      source.read(artifact, catalog.place(), request, all -> check(artifact, all, request));
    }
    for (ArtifactName artifact : artifacts) {
      source.read(
          artifact,
          catalog.place(),
          request,
          all -> write(artifact, all, request, source.contents(), tally));
      tally.add(Tally.Of.ARTIFACTS, 1);
    }
    return tally.report();
  }

  /** Compares the entries of an artifact with the repository, and writes nothing. */
  private void check(ArtifactName artifact, Iterator<ArchiveEntry> entries, CopyRequest request) {
    new Walk(comparison(artifact), request).all(entries);
  }

  private Comparison comparison(ArtifactName artifact) {
    return new Comparison(catalog, artifact, settings.pageSize(), settings.environment().now());
  }

  /** Writes what is missing of an artifact. */
  private void write(
      ArtifactName artifact,
      Iterator<ArchiveEntry> entries,
      CopyRequest request,
      Contents contents,
      Tally tally) {
    place.check();
    try (Window window = new Window(executor)) {
      Write write = new Write(artifact, request, contents, tally, window);
      write.all(entries);
      write.end();
    }
  }

  /** Writes what is missing. */
  private final class Write extends Walk {
    private final ArtifactName artifact;
    private final ImportWrites writes = catalog.imports();
    private final Contents contents;
    private final Tally tally;
    private final Window window;
    private final List<AliasEntry> aliases = new ArrayList<>();
    private final List<IdempotencyRecord> keys = new ArrayList<>();
    private final List<MoveRecord> moves = new ArrayList<>();

    Write(
        ArtifactName artifact, CopyRequest request, Contents contents, Tally tally, Window window) {
      super(comparison(artifact), request);
      this.artifact = artifact;
      this.contents = contents;
      this.tally = tally;
      this.window = window;
    }

    private <T> T answered(Supplier<T> write) {
      return retry().untilAnswered(write, Optional.empty());
    }

    private Retry retry() {
      return Retry.of("import " + artifact, settings.contentionTimeout(), settings.environment());
    }

    @Override
    void counter(ArchiveEntry.Counter counter) {
      Retry retry = retry();
      // rule: counter-is-imported-first
      while (!retry.untilAnswered(() -> writes.raise(counter), Optional.empty())) {
        if (!retry.pause()) {
          throw BackendException.transientFailure(
              "Cannot import " + artifact + ": publishers kept taking numbers; retry later", null);
        }
      }
    }

    @Override
    void number(VersionEntry entry) {
      window.start(
          () -> {
            // rule: imported-bytes-come-before-the-record
            Exporter.withBytes(entry).ifPresent(version -> send(version, attempt(entry)));
            answered(() -> writes.commit(entry))
                .ifPresent(there -> target.checkNumber(recordOf(entry), there));
            tally.add(Tally.Of.VERSIONS, 1);
          });
    }

    private BlobInfo send(Version version, String attemptId) {
      BlobInfo blob = bytes.write(version, attemptId, contents.of(version));
      tally.add(Tally.Of.BYTES, version.sizeBytes());
      return blob;
    }

    /** Returns the same id for each import of the same version, and of no other. */
    private String attempt(VersionEntry entry) {
      VersionRecord record = (VersionRecord) recordOf(entry);
      String text = record.version() + "\n" + record.version().digest() + "\n" + record.attemptId();
      return "import-" + Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    }

    @Override
    void latest(ArchiveEntry.Latest latest) {
      window.end();
      ArchiveEntry.Latest own =
          // gc takes an object for an upload by this id.
          latest.tagged(copy -> send(copy.version(), copy.uploadId()).etag());
      answered(() -> writes.latest(artifact, own))
          .ifPresent(there -> target.checkLatest(latest, there));
    }

    @Override
    void signature(VersionSignature signature) {
      window.start(() -> answered(() -> writes.signature(signature)));
    }

    @Override
    void attestation(VersionAttestation attestation) {
      window.start(() -> answered(() -> writes.attestation(attestation)));
    }

    @Override
    void labels(StoredLabels stored) {
      window.start(() -> answered(() -> writes.labels(stored)));
    }

    @Override
    void key(IdempotencyRecord key) {
      keys.add(key);
    }

    @Override
    void alias(AliasEntry entry) {
      aliases.add(entry);
    }

    @Override
    void move(MoveRecord move) {
      moves.add(move);
    }

    @Override
    void row(LedgerRow row) {
      window.start(
          () -> {
            answered(() -> writes.row(row)).ifPresent(there -> target.checkRow(row, there));
            tally.add(Tally.Of.ROWS, 1);
          });
    }

    @Override
    void overrides(OverridesRecord record) {
      window.start(
          () ->
              answered(() -> writes.overrides(record))
                  .ifPresent(there -> target.checkOverrides(record, there)));
    }

    @Override
    void skipped(ArchiveEntry entry) {
      if (entry instanceof ArchiveEntry.Numbered number) {
        Exporter.withBytes(number.entry())
            .ifPresent(version -> tally.add(Tally.Of.BYTES_SKIPPED, version.sizeBytes()));
        tally.add(Tally.Of.VERSIONS_SKIPPED, 1);
      } else if (entry instanceof ArchiveEntry.Signed
          || entry instanceof ArchiveEntry.Attested
          || entry instanceof ArchiveEntry.Labelled
          || entry instanceof ArchiveEntry.Overridden) {
        return; // counted with its version, or its alias
      } else if (entry instanceof ArchiveEntry.Latest latest) {
        latest.copy().ifPresent(c -> tally.add(Tally.Of.BYTES_SKIPPED, c.version().sizeBytes()));
      } else {
        tally.add(Tally.Of.RECORDS_SKIPPED, 1);
      }
    }

    /** Writes what refers to versions and rows, once these are complete. */
    void end() {
      window.end();
      for (AliasEntry entry : aliases) {
        window.start(() -> writeAlias(entry));
      }
      window.end();
      Instant now = settings.environment().now();
      for (IdempotencyRecord key : keys) {
        window.start(
            () -> {
              answered(() -> writes.key(key, now)).ifPresent(t -> target.checkKey(key, t));
              tally.add(Tally.Of.KEYS, 1);
            });
      }
      for (MoveRecord move : moves) {
        window.start(
            () -> {
              answered(() -> writes.move(move, now)).ifPresent(t -> target.checkMove(move, t));
              tally.add(Tally.Of.KEYS, 1);
            });
      }
      window.end();
    }

    private void writeAlias(AliasEntry entry) {
      ImportWrites.AliasResult result = answered(() -> writes.alias(entry));
      if (result instanceof ImportWrites.AliasExists there) {
        target.checkAlias(entry, there.entry());
      } else if (result instanceof ImportWrites.AliasOfDeleted) {
        throw target.ofDeleted(entry, entry.present().orElseThrow().alias().routing());
      }
      tally.add(Tally.Of.ALIASES, 1);
    }
  }
}
