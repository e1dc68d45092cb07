package dev.versioned.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command. */
abstract class ToolCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  /** Runs the command, and prints its result. */
  abstract ExitCode run(Session session) throws Exception;

  @Override
  public final Integer call() throws Exception {
    return run(((VersionedCommand) spec.root().userObject()).session()).code();
  }

  /** Makes the exception of options that do not go together. */
  ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
