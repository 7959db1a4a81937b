package dev.adjoint.internal.flight;

/**
 * What Java Flight Recorder is asked to record of us: nothing, unless a recording enables an event by its name, such as {@code
 * -XX:StartFlightRecording:filename=run.jfr,+dev.adjoint.Operation#enabled=true}. Asking costs nothing that could be measured, and
 * a JVM without the module jdk.jfr can do without.
 */
public final class Flight {
  private static final boolean IS_ABOARD = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Flight() {}

  /** Whether operations are recorded now. */
  public static boolean recordsOperations() {
    return IS_ABOARD && OperationEvent.isWanted();
  }

  /** Whether reverse passes are recorded now. */
  public static boolean recordsBackward() {
    return IS_ABOARD && BackwardEvent.isWanted();
  }

  /** Whether programs are recorded now as they are made. */
  public static boolean recordsPrograms() {
    return IS_ABOARD && ProgramEvent.isWanted();
  }

  /** Whether the steps of programs are recorded now. */
  public static boolean recordsSteps() {
    return IS_ABOARD && StepEvent.isWanted();
  }
}
