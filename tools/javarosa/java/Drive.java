import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.actions.setgeopoint.StubSetGeopointActionHandler;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.AbstractTreeElement;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills forms in JavaRosa. Reads one case a line as JSON (form, media, tz, steps) and writes one line: the state of every node
 * after opening and after each step, and the submission. A state is [value, relevant, readonly, required].
 */
public class Drive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_EVENTS = 20000;
    private static Path media;

    private final FormDef form;
    private final FormEntryController controller;
    private final FormEntryModel model;

    private Drive(JsonNode job) throws Exception {
        media = Files.createTempDirectory("javarosa");
        for (Iterator<Map.Entry<String, JsonNode>> files = job.path("media").fields(); files.hasNext(); ) {
            Map.Entry<String, JsonNode> file = files.next();
            Files.writeString(media.resolve(file.getKey()), file.getValue().asText());
        }
        byte[] xml = job.get("form").asText().getBytes(StandardCharsets.UTF_8);
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xml));
        if (form == null) {
            throw new IllegalArgumentException("no form");
        }
        form.initialize(true, new InstanceInitializationFactory());
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        walk();
    }

    public static void main(String[] arguments) throws Exception {
        prepare();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode job = JSON.readTree(line);
            setZone(job.path("tz").asText("Asia/Kolkata"));
            out.println(JSON.writeValueAsString(run(job)));
        }
    }

    private static ObjectNode run(JsonNode job) {
        ObjectNode told = JSON.createObjectNode();
        ArrayNode states = told.putArray("states");
        try {
            Drive drive = new Drive(job);
            states.add(drive.state(JSON.createObjectNode()));
            for (JsonNode step : job.path("steps")) {
                states.add(drive.take(step));
            }
            drive.controller.finalizeFormEntry();
            byte[] xml = new XFormSerializingVisitor().serializeInstance(drive.form.getMainInstance());
            told.put("xml", new String(xml, StandardCharsets.UTF_8));
        } catch (Throwable fault) {
            told.put("error", said(fault));
        }
        return told;
    }

    // -- steps

    private ObjectNode take(JsonNode step) {
        ObjectNode told = JSON.createObjectNode();
        try {
            apply(step.get(0).asText(), step.path(1).asText(), step.path(2).asText(), told);
            walk();
        } catch (Throwable fault) {
            told.put("!", said(fault));
        }
        return state(told);
    }

    private void apply(String what, String ref, String value, ObjectNode told) {
        FormIndex index = what.equals("add") ? prompt(ref) : index(ref);
        if (index == null && !what.equals("language")) {
            told.put("!", "nothing at " + ref);
            return;
        }
        switch (what) {
            case "answer":
                IAnswerData answer = answer(index, value);
                if (answer != null && !form.evaluateConstraint(index.getReference(), answer)) {
                    told.put("#violates", true);
                }
                controller.jumpToIndex(index);
                controller.saveAnswer(index, answer, true);
                break;
            case "add":
                controller.newRepeat(index);
                break;
            case "remove":
                controller.deleteRepeat(index);
                break;
            case "language":
                controller.setLanguage(ref);
                break;
            case "label":
                told.put("#label", model.getCaptionPrompt(index).getQuestionText());
                break;
            case "choices":
                ArrayNode choices = told.putArray("#choices");
                FormEntryPrompt prompt = model.getQuestionPrompt(index);
                for (SelectChoice choice : prompt.getSelectChoices()) {
                    choices.addArray().add(choice.getValue()).add(prompt.getSelectChoiceText(choice));
                }
                break;
            default:
                throw new IllegalArgumentException(what);
        }
    }

    private IAnswerData answer(FormIndex index, String value) {
        if (value.isEmpty()) {
            return null;
        }
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        int control = prompt.getControlType();
        if (control == Constants.CONTROL_SELECT_ONE) {
            return new SelectOneData(new Selection(value));
        }
        if (control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
            List<Selection> chosen = new ArrayList<>();
            for (String one : value.trim().split("\\s+")) {
                chosen.add(new Selection(one));
            }
            return new SelectMultiData(chosen);
        }
        return XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
    }

    /** Goes over the whole form as a person does in Collect, which makes the rows that a count asks for. */
    private void walk() {
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        for (int events = 0; events < MOST_EVENTS; events++) {
            int event = controller.stepToNextEvent();
            if (event == FormEntryController.EVENT_END_OF_FORM) {
                return;
            }
            if (event == FormEntryController.EVENT_QUESTION) {
                offer(model.getQuestionPrompt());
            }
        }
    }

    /** A question that is shown drops choices that are no longer offered. */
    private static void offer(FormEntryPrompt prompt) {
        int control = prompt.getControlType();
        if (control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI) {
            prompt.getSelectChoices();
        }
    }

    private FormIndex index(String ref) {
        FormIndex index = FormIndex.createBeginningOfFormIndex();
        while (true) {
            index = model.incrementIndex(index, true);
            if (!index.isInForm()) {
                return null;
            }
            TreeElement node = form.getMainInstance().resolveReference(index.getReference());
            int event = model.getEvent(index);
            boolean named = event == FormEntryController.EVENT_QUESTION || event == FormEntryController.EVENT_REPEAT;
            if (named && node != null && ref.equals(ref(node))) {
                return index;
            }
        }
    }

    private FormIndex prompt(String repeat) {
        FormIndex index = FormIndex.createBeginningOfFormIndex();
        while (true) {
            index = model.incrementIndex(index, true);
            if (!index.isInForm()) {
                return null;
            }
            if (model.getEvent(index) == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                TreeReference wanted = index.getReference();
                TreeElement above = form.getMainInstance().resolveReference(wanted.getParentRef());
                if (above != null && repeat.equals(ref(above) + "/" + wanted.getNameLast())) {
                    return index;
                }
            }
        }
    }

    // -- states

    private ObjectNode state(ObjectNode told) {
        note(form.getMainInstance().getRoot(), told);
        return told;
    }

    private static void note(TreeElement node, ObjectNode told) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        told.putArray(ref(node)).add(value(node)).add(node.isRelevant()).add(!node.isEnabled()).add(node.isRequired());
        for (int i = 0; i < node.getNumChildren(); i++) {
            note(node.getChildAt(i), told);
        }
    }

    private static String value(TreeElement node) {
        if (node.getValue() == null) {
            return "";
        }
        Object text = new XFormAnswerDataSerializer().serializeAnswerData(node.getValue(), node.getDataType());
        return text == null ? "" : text.toString();
    }

    private static String ref(TreeElement node) {
        Deque<String> names = new ArrayDeque<>();
        AbstractTreeElement at = node;
        while (at != null && at.getName() != null && at.getParent() != null) {
            boolean counted = at.isRepeatable() && at.getMult() >= 0;
            names.addFirst(at.getName() + (counted ? "[" + (at.getMult() + 1) + "]" : ""));
            at = at.getParent();
        }
        return "/" + String.join("/", names);
    }

    private static String said(Throwable fault) {
        return fault.getClass().getSimpleName() + ": " + fault.getMessage();
    }

    // -- what JavaRosa wants of the program around it

    private static void prepare() {
        PropertyManager.setPropertyManager(new NoProperties());
        new XFormsModule().registerModule();
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        ReferenceManager.instance().addReferenceFactory(new Files_());
        XFormParser.registerActionHandler("setgeopoint", new StubSetGeopointActionHandler());
    }

    private static void setZone(String name) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(name));
        Class<?> joda = Class.forName("org.joda.time.DateTimeZone");
        Method named = joda.getMethod("forID", String.class);
        joda.getMethod("setDefault", joda).invoke(null, named.invoke(null, name));
    }

    private static class Files_ extends PrefixedRootFactory {
        Files_() {
            super(new String[] {"file-csv", "file", "images", "audio", "video", "instance"});
        }

        @Override
        protected Reference factory(String terminal, String uri) {
            return new File_(media.resolve(terminal.replaceAll("^/+", "")), uri);
        }
    }

    private static class File_ implements Reference {
        private final Path path;
        private final String uri;

        File_(Path path, String uri) {
            this.path = path;
            this.uri = uri;
        }

        public boolean doesBinaryExist() {
            return Files.exists(path);
        }

        public InputStream getStream() throws java.io.IOException {
            return Files.newInputStream(path);
        }

        public String getURI() {
            return uri;
        }

        public String getLocalURI() {
            return path.toString();
        }

        public boolean isReadOnly() {
            return true;
        }

        public OutputStream getOutputStream() {
            return null;
        }

        public void remove() {
            // Nothing is taken away from the files of a case.
        }

        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }

    private static class NoProperties implements IPropertyManager {
        public List<String> getProperty(String name) {
            return null;
        }

        public void setProperty(String name, String value) {
            // Nothing is kept.
        }

        public void setProperty(String name, List<String> value) {
            // Nothing is kept.
        }

        public String getSingularProperty(String name) {
            return null;
        }

        public void addRules(IPropertyRules rules) {
            // There are none.
        }

        public List<IPropertyRules> getRules() {
            return null;
        }
    }
}
