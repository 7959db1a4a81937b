package dev.adjoint.internal.flight;

import java.time.Duration;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A program was made. */
@Name("dev.adjoint.Program")
@Label("Program")
@Category("Adjoint")
@Description("A function was traced and made ready to be replayed; the stack says who had it done")
@Enabled(false)
public final class ProgramEvent extends Event {
  @Label("Program")
  @Description("The number that its steps bear")
  int program;

  @Label("Arguments")
  String arguments;

  @Label("Operations")
  @Description("As traced, before any was merged or fused")
  int operations;

  @Label("Steps")
  int steps;

  @Label("Buffer Size")
  @Description("The memory of one run")
  @DataAmount
  long bytes;

  @Label("Tracing")
  @Description("The function itself, called with symbolic tensors")
  @Timespan
  long tracing;

  @Label("Planning")
  @Timespan
  long planning;

  private ProgramEvent() {}

  static boolean isWanted() {
    return new ProgramEvent().isEnabled();
  }

  /** A program is ready now. */
  public static void made(int number, Object argumentTypes, int traced, int planned, long bufferBytes,
      Duration traceTime, Duration planTime) {
    var event = new ProgramEvent();
    event.program = number;
    event.arguments = argumentTypes.toString();
    event.operations = traced;
    event.steps = planned;
    event.bytes = bufferBytes;
    event.tracing = traceTime.toNanos();
    event.planning = planTime.toNanos();
    event.commit();
  }
}
