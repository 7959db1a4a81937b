package dev.adjoint.internal.flight;

import java.util.function.Supplier;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One step of a program. */
@Name("dev.adjoint.ProgramStep")
@Label("Program Step")
@Category("Adjoint")
@Description("A step of a program ran, as Program.explain() numbers and describes it")
@Enabled(false)
@StackTrace(false)
public final class StepEvent extends Event {
  @Label("Program")
  @Description("The same number for all steps of a program, while the JVM runs")
  int program;

  @Label("Step")
  int step;

  @Label("Does")
  String does;

  @Label("Results")
  String results;

  @Label("Result Size")
  @DataAmount
  long bytes;

  private StepEvent() {}

  /** A step that begins now. */
  public static StepEvent begun() {
    var event = new StepEvent();
    event.begin();
    return event;
  }

  static boolean isWanted() {
    return new StepEvent().isEnabled();
  }

  /** It ends now. */
  public void ended(int ofProgram, int number, Supplier<String> description, Object resultTypes, long resultBytes) {
    end();
    if (shouldCommit()) {
      program = ofProgram;
      step = number;
      does = description.get();
      results = resultTypes.toString();
      bytes = resultBytes;
      commit();
    }
  }
}
