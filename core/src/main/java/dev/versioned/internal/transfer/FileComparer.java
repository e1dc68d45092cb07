package dev.versioned.internal.transfer;

import dev.versioned.internal.directory.ArchiveListing;
import dev.versioned.internal.directory.Trees;
import dev.versioned.model.BackendException;
import dev.versioned.model.FileChange;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares the files in the archives of two versions. */
public final class FileComparer {
  private final Downloader downloader;

  public FileComparer(Downloader downloader) {
    this.downloader = downloader;
  }

  public List<FileChange> compare(Version from, Version to, DownloadRequest request) {
    if (from.digest().equals(to.digest())) {
      return List.of();
    }
    DirectoryDownloader.checkSize(from, request.limits());
    DirectoryDownloader.checkSize(to, request.limits());
    try {
      // Readable by this user only.
      Path folder = Files.createTempDirectory("versioned-compare-");
      try {
        return listing(from, folder, request).changesTo(listing(to, folder, request));
      } finally {
        Trees.remove(folder);
      }
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot compare " + from + " with " + to + ": the thread was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compare " + from + " with " + to + ": " + e, e);
    }
  }

  private ArchiveListing listing(Version version, Path folder, DownloadRequest request)
      throws IOException {
    Path archive = folder.resolve("archive");
    downloader.download(version, archive, request);
    ArchiveListing listing = ArchiveListing.of(version.toString(), archive, request.limits());
    Files.delete(archive);
    return listing;
  }
}
