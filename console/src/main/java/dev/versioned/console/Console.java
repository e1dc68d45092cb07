package dev.versioned.console;

import dev.versioned.ArtifactRepository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The console of a repository: a function from a request to a response, to be mounted in any
 * server.
 *
 * <p>It changes nothing, unless it was made with {@link Builder#allowMoves}; then every move has a
 * confirmation page, a reason and an expected revision. It answers only to the names of this
 * machine and to {@link Builder#host}, and demands the {@link Builder#token} if there is one. It
 * does not authenticate users otherwise: in an application, put it behind the application's own
 * sign-in.
 *
 * <p>Every page works without scripts. Whatever artifacts, versions and aliases contain is shown as
 * text.
 *
 * <p>Thread-safe. It keeps no state but the key of its sessions, which ends with the process. The
 * caller closes the repository.
 */
public final class Console {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Pages pages;
  private final Guard guard;

  private Console(Builder builder) {
    Set<String> hosts = new HashSet<>(THIS_MACHINE);
    hosts.addAll(builder.hosts);
    this.guard = new Guard(new Access(hosts, Optional.ofNullable(builder.token)));
    this.pages =
        new Pages(
            builder.repository,
            builder.title,
            builder.moves,
            List.copyOf(builder.checks),
            builder.clock);
  }

  /**
   * Returns a builder of a console.
   *
   * @param repository the repository, which the caller closes after the last request
   * @return the builder of a read-only console
   */
  public static Builder builder(ArtifactRepository repository) {
    return new Builder(Objects.requireNonNull(repository, "repository"));
  }

  /**
   * Answers a request. Never throws: failures are pages, too; the details of unexpected ones are
   * logged by {@code dev.versioned.console}.
   *
   * @param request the request
   * @return the response
   */
  public Response handle(Request request) {
    Objects.requireNonNull(request, "request");
    return guard.handle(request, pages);
  }

  /**
   * Returns whether the body of a request decides what is answered: if not, it is not read, because
   * who has no session may send it slowly, and hold a thread of the server.
   */
  boolean needsBody(Request head) {
    return guard.needsBody(head);
  }

  /** Makes a {@link Console}. Not thread-safe. */
  public static final class Builder {
    private final ArtifactRepository repository;
    private final Set<String> hosts = new HashSet<>();
    private final List<Check> checks = new ArrayList<>();
    private String title = "Repository";
    private Clock clock = Clock.systemUTC();
    private boolean moves;
    private @Nullable String token;

    private Builder(ArtifactRepository repository) {
      this.repository = repository;
      checks.addAll(RepositoryChecks.of(repository));
    }

    /**
     * Sets what the pages call the repository, such as its bucket.
     *
     * @param title the name; default: {@code Repository}
     * @return this builder
     */
    public Builder title(String title) {
      this.title = Objects.requireNonNull(title, "title");
      return this;
    }

    /**
     * Lets users move aliases, and steer rollouts.
     *
     * @return this builder
     */
    public Builder allowMoves() {
      this.moves = true;
      return this;
    }

    /**
     * Demands a token: the first request has it as {@code ?token=…}, and gets a cookie for the
     * others. Default: no token.
     *
     * @param token the token, at least 16 characters; make it at random
     * @return this builder
     * @throws IllegalArgumentException if it is shorter
     */
    public Builder token(String token) {
      Objects.requireNonNull(token, "token");
      if (token.length() < 16) {
        throw new IllegalArgumentException(
            "Cannot use a token of "
                + token.length()
                + " characters: it can be guessed; make one of at least 16 at random");
      }
      this.token = token;
      return this;
    }

    /**
     * Adds a name under which the console is served, besides those of this machine. Requests for
     * other hosts are refused, because they may come from pages of other sites whose names were
     * made to lead here.
     *
     * @param host the name without a port, such as {@code ops.example.com}
     * @return this builder
     */
    public Builder host(String host) {
      hosts.add(Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * Adds a check to the page of the repository's health, besides {@code fsck} and {@code gc}. It
     * runs only when a user asks for it.
     *
     * @param name its name in the address: letters, digits and dashes
     * @param title its heading
     * @param description what it does, and what it costs
     * @param run runs it, on the thread of the request
     * @return this builder
     */
    public Builder check(
        String name, String title, String description, Supplier<List<CheckResult>> run) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(run, "run");
      checks.add(new Check(name, title, description, run));
      return this;
    }

    /**
     * Sets the clock that ages are counted by.
     *
     * @param clock the clock; default: the system's
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Makes the console.
     *
     * @return the console
     */
    public Console build() {
      return new Console(this);
    }
  }
}
