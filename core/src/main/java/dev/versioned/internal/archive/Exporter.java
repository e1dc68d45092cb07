package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.catalog.ArchiveReader;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.transfer.DownloadRequest;
import dev.versioned.internal.transfer.Downloader;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.Version;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * Writes artifacts to a folder: first the bytes of each version, verified, then the items, and at
 * the end the manifest. What an interrupted or an earlier export has written is kept.
 */
public final class Exporter {
  private final Catalog catalog;
  private final Downloader downloader;
  private final Settings settings;
  private final Executor executor;

  public Exporter(Catalog catalog, Downloader downloader, Settings settings, Executor executor) {
    this.catalog = catalog;
    this.downloader = downloader;
    this.settings = settings;
    this.executor = executor;
  }

  /**
   * Exports artifacts.
   *
   * @param source lists the artifacts of the repository
   */
  public CopyReport run(Path directory, CatalogSource source, CopyRequest request) {
    Tally tally = new Tally(request.listener());
    ExportFolder folder = new ExportFolder(directory);
    try {
      folder.create(folder.root());
      SortedMap<ArtifactName, Digest> done = Manifest.find(folder).orElseGet(() -> new TreeMap<>());
      SortedMap<ArtifactName, Digest> now = new TreeMap<>();
      for (ArtifactName artifact : source.artifacts(request)) {
        now.put(artifact, export(folder, artifact, request, tally));
        tally.add(Tally.Of.ARTIFACTS, 1);
      }
      done.putAll(now);
      Manifest.write(folder, done);
      for (var written : now.entrySet()) {
        folder.tidy(written.getKey(), written.getValue());
      }
      return tally.report();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot export to " + folder.root() + ": " + e, e);
    }
  }

  private Digest export(
      ExportFolder folder, ArtifactName artifact, CopyRequest request, Tally tally)
      throws IOException {
    folder.create(folder.folder(artifact));
    try (ExportFolder.Draft draft = new ExportFolder.Draft(folder.folder(artifact));
        Window window = new Window(executor)) {
      Iterator<Item> items =
          catalog
              .dump(artifact, settings.pageSize())
              .items(alias -> request.wants(alias.name()))
              .peek(item -> draft.write(ExportFolder.line(item)))
              .iterator();
      ArchiveReader entries = new ArchiveReader(artifact, catalog.place(), items);
      while (entries.hasNext()) {
        export(folder, entries.next(), window, tally);
      }
      window.end();
      Digest digest = draft.end();
      draft.rename(folder.items(artifact, digest));
      return digest;
    } catch (IllegalArgumentException e) {
      throw CatalogSource.notTogether(artifact, e);
    }
  }

  private void export(ExportFolder folder, ArchiveEntry entry, Window window, Tally tally) {
    if (entry instanceof ArchiveEntry.Numbered number) {
      Optional<Version> version = withBytes(number.entry());
      if (version.isPresent()) {
        window.start(
            () -> {
              download(folder, version.get(), tally);
              tally.add(Tally.Of.VERSIONS, 1);
            });
      } else {
        tally.add(Tally.Of.VERSIONS, 1);
      }
    } else if (entry instanceof ArchiveEntry.Latest latest) {
      latest.copy().map(WorkingCopy::version).ifPresent(v -> download(folder, v, tally));
    } else if (entry instanceof ArchiveEntry.Alias) {
      tally.add(Tally.Of.ALIASES, 1);
    } else if (entry instanceof ArchiveEntry.Row) {
      tally.add(Tally.Of.ROWS, 1);
    } else if (entry instanceof ArchiveEntry.Key || entry instanceof ArchiveEntry.Move) {
      tally.add(Tally.Of.KEYS, 1);
    }
  }

  /** Returns the version of a number, if it has bytes. */
  static Optional<Version> withBytes(VersionEntry entry) {
    return entry instanceof VersionEntry.Committed version
            && version.state() != VersionState.EXPIRED
        ? Optional.of(version.version())
        : Optional.empty();
  }

  private void download(ExportFolder folder, Version version, Tally tally) {
    Path file = folder.bytes(version);
    try {
      Path parent = file.getParent();
      if (parent != null) {
        folder.create(parent);
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        verify(folder, file, version);
        tally.add(Tally.Of.BYTES_SKIPPED, version.sizeBytes());
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot export " + version + ": " + e, e);
    }
    downloader.download(
        version, file, new DownloadRequest(Optional.empty(), true, DirectoryLimits.defaults()));
    tally.add(Tally.Of.BYTES, version.sizeBytes());
  }

  private static void verify(ExportFolder folder, Path file, Version version) throws IOException {
    try (InputStream in = Files.newInputStream(folder.checked(file), LinkOption.NOFOLLOW_LINKS)) {
      // rule: export-overwrites-no-bytes
      if (!Digest.of(in).equals(version.digest())) {
        throw new AlreadyExistsException(
            "Cannot export "
                + version
                + ": "
                + file
                + " has other bytes; export into another folder, or remove the file if it was damaged",
            file.toString());
      }
    }
  }
}
