package dev.versioned.cli;

import dev.versioned.Content;
import dev.versioned.PublishOptions;
import dev.versioned.PutOptions;
import dev.versioned.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the content to put or publish. */
final class ContentOptions {
  @Option(names = "--description", paramLabel = "TEXT", description = "What to say of it.")
  @Nullable String description;

  @Option(
      names = "--meta",
      paramLabel = "NAME=VALUE",
      description = "Metadata to keep with it; may be repeated. Other metadata, another version.")
  List<MetadataEntry> meta = new ArrayList<>();

  @Option(
      names = "--file-name",
      paramLabel = "NAME",
      description = "The file name to offer; else that of FILE.")
  @Nullable String fileName;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description =
          "The media type; application/octet-stream unless given, or the one of directories.")
  @Nullable String contentType;

  @Option(
      names = "--expect-digest",
      paramLabel = "sha256:HEX",
      description = "Refuse content of another digest.")
  @Nullable Digest digest;

  boolean describesBytes() {
    return fileName != null || contentType != null;
  }

  /**
   * Names of descriptors; a descriptor of this process may belong to a file that Java has opened.
   */
  private static final Pattern DESCRIPTOR =
      Pattern.compile("/dev/(stdin|stdout|stderr|fd/.*)|/proc/[^/]+(/task/[^/]+)?/fd/.*");

  private static void refuseDescriptor(String file) {
    if (DESCRIPTOR.matcher(file).matches()) {
      throw new IllegalArgumentException(
          "Cannot read "
              + file
              + ": a descriptor may be of a file that Java itself has opened; redirect the content"
              + " to standard input and write -, or name a file");
    }
  }

  /** Opens a file, or standard input if it is named {@code -}. */
  static InputStream open(String file, Session session) throws IOException {
    refuseDescriptor(file);
    return file.equals("-")
        ? readable(session.terminal().in())
        : Files.newInputStream(session.path(file));
  }

  Content content(String file, Session session) {
    refuseDescriptor(file);
    Content content = bytes(file, session);
    if (fileName != null) {
      content = content.withFileName(fileName);
    }
    return contentType == null ? content : content.withContentType(contentType);
  }

  private static Content bytes(String file, Session session) {
    if (file.equals("-")) {
      return Content.stream(readable(session.terminal().in()));
    }
    Path path = session.path(file);
    return Files.isDirectory(path) ? Content.directory(path) : Content.of(path);
  }

  /** A file that cannot be read is a mistake in the command line. */
  private static InputStream readable(InputStream in) {
    PushbackInputStream content = new PushbackInputStream(in);
    try {
      int first = content.read();
      if (first >= 0) {
        content.unread(first);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read standard input: "
              + e.getMessage()
              + "; redirect it from the content, or name a file instead of -",
          e);
    }
    return content;
  }

  void addTo(PutOptions options) {
    options.metadata(MetadataEntry.byName(meta));
    if (description != null) {
      options.description(description);
    }
    if (digest != null) {
      options.expectDigest(digest);
    }
  }

  void addTo(PublishOptions options) {
    options.metadata(MetadataEntry.byName(meta));
    if (description != null) {
      options.description(description);
    }
    if (digest != null) {
      options.expectDigest(digest);
    }
  }
}
