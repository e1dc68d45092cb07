package dev.versioned.cli.release;

import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import java.nio.file.Path;
import java.util.List;

/**
 * The desired state of one environment's aliases.
 *
 * @param environment the environment
 * @param aliases what is wanted, in the order of the file
 * @param ignored the other settings of the file, one line each
 */
public record ReleaseFile(String environment, List<Desired> aliases, List<String> ignored) {

  /**
   * Makes a release file; the lists are copied.
   *
   * @param environment the environment
   * @param aliases what is wanted, in the order of the file
   * @param ignored the other settings of the file, one line each
   */
  public ReleaseFile {
    aliases = List.copyOf(aliases);
    ignored = List.copyOf(ignored);
  }

  /**
   * Reads a file of any form.
   *
   * @param file a JSON file if its name ends so, otherwise YAML
   * @param environment which environment to take from it
   * @return what the file wants there
   * @throws DocumentException if the file is of no form, or has no such environment
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static ReleaseFile read(Path file, String environment) {
    return of(Document.read(file), environment);
  }

  /**
   * Takes a file that was read, of any form.
   *
   * @param file what is in it
   * @param environment which environment to take from it
   * @return what the file wants there
   * @throws DocumentException if the file is of no form, or has no such environment
   */
  public static ReleaseFile of(Document.Members file, String environment) {
    if (environment.isEmpty()
        || environment.equals("*")
        || environment.equals(SharedForm.SHARED)
        || environment.contains(".")) {
      throw new IllegalArgumentException(
          "Cannot use '" + environment + "' as an environment: name one, such as prd");
    }
    if (file.find("environments").isPresent()) {
      return new ReleaseFile(environment, new NestedForm(file).of(environment), List.of());
    } else if (SharedForm.is(file)) {
      SharedForm form = new SharedForm(file);
      return new ReleaseFile(environment, form.of(environment), form.ignored(environment));
    }
    return new ReleaseFile(environment, DottedForm.of(file).of(environment), List.of());
  }
}
