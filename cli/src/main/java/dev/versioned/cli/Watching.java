package dev.versioned.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Repeats a command: on a terminal in place, elsewhere each answer that differs from the last. */
final class Watching {
  private final Session session;
  private final Duration every;
  private String last = "";

  Watching(Session session, Duration every) {
    this.session = session;
    this.every = every;
  }

  /** Returns when the answer is final, or the thread is interrupted. */
  ExitCode run(Callable<Answer> command, BooleanSupplier isOver) throws Exception {
    while (true) {
      Answer answer = command.call();
      show(answer);
      if (isOver.getAsBoolean()) {
        return answer.exit();
      }
      try {
        Thread.sleep(every.toMillis());
      } catch (InterruptedException e) {
        return answer.exit();
      }
    }
  }

  private void show(Answer answer) {
    Terminal terminal = session.terminal();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream page = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    if (session.isJson()) {
      Json.write(page, answer.json());
    } else {
      List<Row> rows = answer.text().get().toList();
      boolean colours = Screen.hasColours(terminal);
      Terminal buffered = terminal.to(page);
      rows.forEach(row -> buffered.say(row, colours));
    }
    page.flush();
    String text = bytes.toString(StandardCharsets.UTF_8);
    if (text.equals(last)) {
      return;
    }
    last = text;
    boolean inPlace = terminal.interactive() && !session.isJson();
    // One write, so that the screen is not seen empty.
    terminal.show(text, inPlace);
  }
}
