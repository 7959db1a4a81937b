package dev.adjoint.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A compiled function is traced. */
@Name("dev.adjoint.Trace")
@Label("Trace")
@Category("Adjoint")
@Description("A compiled function is called in a way for which it has no program, and traced; the stack says who called it")
@Enabled(false)
public final class TraceEvent extends Event {
  @Label("Why")
  @Description("What is new since its last call")
  String why;

  @Label("Argument")
  String argument;

  private TraceEvent() {}

  static boolean isWanted() {
    return new TraceEvent().isEnabled();
  }

  /** A trace begins. */
  public static void began(Object reason, Object arguments) {
    var event = new TraceEvent();
    event.why = reason.toString();
    event.argument = arguments.toString();
    event.commit();
  }
}
