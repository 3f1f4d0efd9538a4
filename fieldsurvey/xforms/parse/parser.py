"""Read an XForm into a FormDefinition. Every fault is a sentence that names the question and the column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from lxml import etree

from fieldsurvey.errors import FormError, XPathError
from fieldsurvey.messages import Message
from fieldsurvey.system import crypto
from fieldsurvey.system.gc_control import uncollected
from fieldsurvey.xforms import limits
from fieldsurvey.xforms.datatypes import PLACES, canonical, datatype
from fieldsurvey.xforms.lists.form_table import KEPT, FormTable
from fieldsurvey.xforms.lists.secondary import Media, SecondaryInstance, empty, external, inline
from fieldsurvey.xforms.parse import attributes, dag, entity_declarations, external_choices, rows
from fieldsurvey.xforms.parse.body import BodyReader
from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.parse.node_definition import (
    JAVAROSA,
    ODK,
    OPENROSA,
    XFORMS,
    Expression,
    Kind,
    Node,
    Template,
    Text,
    Texts,
    Triggerable,
)
from fieldsurvey.xforms.parse.paths import compile_expression
from fieldsurvey.xforms.parse.text_reader import TextReader, itext_id
from fieldsurvey.xforms.xpath.nodes import read_xml

_X = f"{{{XFORMS}}}"
_J = f"{{{JAVAROSA}}}"
Made = TypeVar("Made")
_SAFE_BITS = 2048
_COLUMNS = {
    "relevant": "relevant",
    "calculate": "calculation",
    "readonly": "read_only",
    "required": "required",
}
_KINDS = {
    "relevant": Kind.RELEVANT,
    "calculate": Kind.CALCULATE,
    "readonly": Kind.READONLY,
    "required": Kind.REQUIRED,
    "constraint": Kind.CONSTRAINT,
}


def parse_form(xform_xml: str | bytes, media: Mapping[str, Media] | None = None) -> FormDefinition:
    """The form, ready to be filled; a large table among its media is given as the rows kept elsewhere.

    Raises FormError: a sentence, and one more for each fault in `problems`.
    """
    limits.check_size(xform_xml)
    try:
        with uncollected():
            return FormReader(_in_namespace(read_xml(xform_xml, Message("xml.the-form"))), media or {}).read()
    except RecursionError:
        raise FormError("form.nested-too-deep") from None


class FormReader:
    """Reads one form: model first, then body, then the order of recomputation."""

    def __init__(self, document: etree._Element, media: Mapping[str, Media]) -> None:
        self.media = media
        self.problems: list[Message] = []
        limits.check_document(document)
        model = document.find(f".//{_X}model")
        body = document.find("{http://www.w3.org/1999/xhtml}body")
        if model is None or body is None:
            raise FormError("form.no-xform")
        self.document, self.model, self.body = document, model, body
        self.secondary: dict[str, SecondaryInstance] = {}
        self.files: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        """Long lists of the form itself whose rows are kept elsewhere: name -> source."""
        self.compared: dict[str, set[tuple[str, ...]]] = {}
        self.main_id = ""
        self.last_saved = ""
        self.missing_files: list[str] = []
        self.bind_ids: dict[str, str] = {}
        self.templates: dict[Node, list[Template]] = {}
        """All that new instances of a node may start with: in the first row, in the template of further ones."""

    def read(self) -> FormDefinition:
        """Everything, or a FormError with all faults found."""
        primary = self.instances()
        template = self.node(primary, None)
        root = template.node
        self.form = FormDefinition(
            title=self.title(),
            form_id=str(primary.get("id") or primary.get("xmlns") or ""),
            version=str(primary.get("version") or primary.get(f"{{{OPENROSA}}}version") or ""),
            languages=(),
            default_language="",
            root_ref=root.ref,
            body=(),
            root=root,
            template=template,
            texts=Texts(),
            secondary=self.secondary,
            compared=self.compared,
            attached=self.files,
            main_instance_id=self.main_id,
            last_saved_id=self.last_saved,
            missing_files=tuple(self.missing_files),
            namespaces={str(k): str(v) for k, v in primary.nsmap.items() if k},
        )
        self.meta(template)
        self.repeats()
        self.attributes()
        self.computed_files()
        self.texts = TextReader(self)
        for bind in self.model.iter(f"{_X}bind"):
            self.bind(bind)
        reader = BodyReader(self)
        self.form.body = reader.elements(self.body)
        reader.model_actions(self.model)
        self.texts.listed_texts()
        self.texts.label_triggerables()
        self.submission()
        self.entities()
        if not self.problems:
            self.arrange()
        if self.problems:
            error = FormError.of(self.problems[0])
            error.problems = tuple(self.problems)
            raise error
        return self.form

    def arrange(self) -> None:
        """The order of recomputation, or the circle that leaves none."""
        try:
            dag.arrange(self.form)
        except dag.Circle as circle:
            self.problems.append(Message("form.circle-in-column", column=circle.column, fault=circle.message))

    def title(self) -> str:
        """The form's title."""
        found = self.document.find(".//{http://www.w3.org/1999/xhtml}title")
        return (found.text or "").strip() if found is not None else ""

    # -- instances

    def instances(self) -> etree._Element:
        """The primary instance's root; the others go into `secondary`."""
        primary: etree._Element | None = None
        for instance in self.model.findall(f"{_X}instance"):
            source = instance.get("src")
            name = str(instance.get("id") or "")
            if primary is None and source is None:
                primary = next((child for child in instance if isinstance(child.tag, str)), None)
                self.main_id = name
            elif name in self.secondary:
                self.problems.append(Message("form.list-twice", name=name))
            else:
                self.instance(name, source, instance)
        if primary is None:
            raise FormError("form.no-instance")
        limits.check_primary(primary)
        return primary

    def instance(self, name: str, source: str | None, element: etree._Element) -> None:
        """One list of choices. A file that is not there gives an empty list, and is named in `missing_files`."""
        file_name = (source or "").rpartition("/")[2]
        rows = self.media.get(source or "") if (source or "").startswith(KEPT) else None
        if source is not None and rows is not None and not isinstance(rows, bytes | str):
            self.secondary[name], self.kept[name] = FormTable(rows, source), source
            return
        if source is not None and source.endswith("instance/last-saved"):
            self.last_saved = name
            return
        if source is not None and file_name not in self.media and external_choices.is_computed(name):
            return
        if source is not None:
            self.files[name] = file_name
        if source is not None and file_name not in self.media:
            self.missing_files.append(file_name)
            self.secondary[name] = empty()
            return
        try:
            limits.check_list(name, element)
            self.secondary[name] = external(source, self.media) if source else inline(element)
        except FormError as error:
            self.problems.append(error.message)
            self.secondary[name] = empty()  # so that it is told once, and not by each question that uses it

    def attached(self, file_name: str) -> None:
        """A list that only an appearance names."""
        name = file_name.removesuffix(".csv")
        if name not in self.secondary:
            self.instance(name, f"jr://file-csv/{file_name}", etree.Element("instance"))
            self.form.missing_files = tuple(self.missing_files)

    def has_file(self, file_name: str) -> bool:
        """True when such a file is attached."""
        return file_name in self.media

    def computed_files(self) -> None:
        """Where an expression computes the name of a file, any attached table may be meant."""
        elements = (*self.model.iter(f"{_X}bind", f"{_X}setvalue"), *self.body.iter(etree.Element))
        if external_choices.names_files_by_expression(elements):
            for file_name in self.media:
                if file_name.lower().endswith(".csv"):
                    self.attached(file_name)

    def node(self, element: etree._Element, parent: Node | None) -> Template:
        """An element of the primary instance and all beneath; siblings of one name are one node."""
        local = etree.QName(element).localname
        prefix = element.prefix
        name = f"{prefix}:{local}" if prefix and etree.QName(element).namespace != XFORMS else local
        node = (parent.children.get(name) if parent else None) or Node(
            name, parent, etree.QName(element).namespace or ""
        )
        own = {
            str(key): str(value)
            for key, value in element.attrib.items()
            if etree.QName(str(key)).namespace != JAVAROSA
        }
        node.attributes.update(own)
        template = Template(node, attributes=own)
        self.templates.setdefault(node, []).append(template)
        children = [child for child in element if isinstance(child.tag, str)]
        template.text = "" if children else (element.text or "")
        node.default = template.text
        for child in children:
            made = self.node(child, node)
            if child.get(f"{_J}template") is not None:
                made.node.template.insert(0, made)
                made.node.has_template = True
            else:
                template.children.append(made)
                made.node.template.append(made)
        return template

    def meta(self, template: Template) -> None:
        """Make sure there is a place for instanceID, and for deprecatedID when a sent one is edited."""
        form, root = self.form, template.node
        meta = next((n for n in root.children.values() if n.name.rpartition(":")[2] == "meta"), None)
        if meta is None:
            meta = Node("orx:meta", root, OPENROSA)
            template.children.append(Template(meta))
        prefix = "orx:" if meta.name.startswith("orx:") else ""
        found = {n.name.rpartition(":")[2]: n for n in meta.children.values()}
        form.instance_id = found.get("instanceID")
        if form.instance_id is None:
            form.instance_id = Node(f"{prefix}instanceID", meta, meta.namespace)
            holder = next(child for child in template.children if child.node is meta)
            holder.children.append(Template(form.instance_id))
        form.deprecated_id = found.get("deprecatedID") or Node(f"{prefix}deprecatedID", meta, meta.namespace)

    def repeats(self) -> None:
        """Mark the repeats before any expression is compiled: a path through one may find many nodes."""
        reader = BodyReader(self)
        for element in self.body.iter(f"{_X}repeat"):
            reader.around = [self.form.root.ref]
            for above in reversed(list(element.iterancestors(f"{_X}group", f"{_X}repeat"))):
                reader.around.append(reader.ref(above) or reader.around[-1])
            node = self.form.node(reader.ref(element) or "")
            if node is not None:
                node.is_repeat = True
                self.first_instance(node, element)
        for node in [node for node in self.form.root.walk() if node.is_repeat and node.template]:
            if not node.has_template:
                node.template.insert(0, rows.blank(node.template[0], self.templates))
        self.one_of_each(self.form.template)

    def one_of_each(self, template: Template) -> None:
        """A question that stands twice without being repeated cannot be told apart."""
        seen: set[Node] = set()
        for child in template.children:
            if child.node in seen and not child.node.is_repeat:
                self.problems.append(Message("form.question-twice", ref=child.node.ref))
            seen.add(child.node)
            self.one_of_each(child)

    def first_instance(self, node: Node, element: etree._Element) -> None:
        """A repeat of fixed length that has only a template begins with one instance."""
        fixed = element.get(f"{_J}noAddRemove") is not None and element.get(f"{_J}count") is None
        if fixed and node.parent is not None and node.template:
            for holder in self.templates[node.parent]:
                if not any(child.node is node for child in holder.children):
                    holder.children.append(node.template[0])

    # -- binds

    def bind(self, element: etree._Element) -> None:
        """What a bind says of a node."""
        ref = self.bind_ref(element)
        node = self.form.node(ref.partition("/@")[0])
        if node is None:
            self.form.warnings.append(Message("form.idle-rules", ref=ref))
            return
        node = self.find(ref, ref) or node
        node.datatype = datatype(element.get("type") or "string")
        node.parameters = {
            etree.QName(str(key)).localname: str(value)
            for key, value in element.attrib.items()
            if etree.QName(str(key)).namespace in (OPENROSA, ODK, entity_declarations.NAMESPACE)
        }
        if not node.is_attribute:  # JavaRosa fills in elements alone
            node.preload = str(element.get(f"{_J}preload") or "")
            node.preload_params = str(element.get(f"{_J}preloadParams") or "")
        for template in self.templates.get(node, ()) if node.datatype in PLACES else ():
            template.text = canonical(template.text, node.datatype)
        for name, kind in _KINDS.items():
            text = element.get(name)
            if text is not None and text.strip():
                self.attach(node, name, kind, text)
        node.constraint_message = self.message(element, "constraintMsg", node)
        node.required_message = self.message(element, "requiredMsg", node)

    def bind_ref(self, element: etree._Element) -> str:
        """The path a bind speaks of; a relative one starts at the root."""
        ref = str(element.get("nodeset") or element.get("ref") or "").strip()
        if not ref.startswith("/"):
            ref = f"{self.form.root.ref}/{ref.removeprefix('./')}"
        if element.get("id"):
            self.bind_ids[str(element.get("id"))] = ref
        return ref

    def attach(self, node: Node, name: str, kind: Kind, text: str) -> None:
        """Compile one expression of a bind."""
        expression = self.expression(text, node, node.ref, _COLUMNS.get(name, name))
        if expression is not None:
            triggerable = Triggerable(node, kind, expression)
            setattr(node, name, triggerable)
            node.triggerables.append(triggerable)

    def message(self, element: etree._Element, name: str, node: Node) -> Text | None:
        """A message attribute: words, or jr:itext('id')."""
        text = element.get(f"{_J}{name}")
        if text is None:
            return None
        if itext_id(text) is not None:
            return self.texts.text_by_ref(text, node, node.ref)
        return Text((text,))

    def find(self, ref: str, owner: str) -> Node | None:
        """The node at a path, made when it is an attribute with a bind; a missing one is a fault."""
        above, _, attribute = ref.partition("/@")
        node = self.form.node(above)
        if node is not None and attribute:
            return self.attribute(node, attribute)
        if node is None:
            self.problems.append(Message("form.unknown-node", ref=owner))
        return node

    def attributes(self) -> None:
        """Attributes that an expression looks at are nodes of their own."""
        names = attributes.mentioned(self.model, self.body)
        for node, templates in list(self.templates.items()):
            for name in attributes.wanted(node, templates, names):
                attributes.promote(node, templates, name)

    def attribute(self, node: Node, name: str) -> Node:
        """An attribute that has a bind, or is set by an action: every instance has it, also where none is written."""
        templates = self.templates.get(node, [])
        made = node.children.get(f"@{name}") or attributes.promote(node, templates, name)
        made.is_constant = False
        for template in templates:
            if not any(child.node is made for child in template.children):
                template.children.append(Template(made, ""))
        return made

    def expression(self, text: str, context: Node | None, owner: str, column: str) -> Expression | None:
        """A compiled expression; a fault is noted with question and column."""
        root, lists = self.form.root, dict(self.secondary)
        made = self.guarded(
            owner, column, lambda: compile_expression(text, root, context, lists, self.form.others)
        )
        if made is not None:
            self.form.warnings.extend(
                Message("form.in-column", ref=owner, column=column, fault=doubt) for doubt in made.doubts
            )
            for name, columns in made.compared:
                source = self.files.get(name) or self.kept.get(name)
                if columns and source:
                    self.compared.setdefault(source, set()).add(columns)
        return made

    def guarded(self, owner: str, column: str, make: Callable[[], Made]) -> Made | None:
        """Run a step of reading, turning what it finds wrong into a sentence."""
        try:
            return make()
        except XPathError as error:
            self.problems.append(Message("form.in-column", ref=owner, column=column, fault=error.message))
        except FormError as error:
            self.problems.append(error.message)
        return None

    def submission(self) -> None:
        """How the form wants to be sent; only a POST is known."""
        element = self.model.find(f"{_X}submission")
        if element is None:
            return
        method = element.get("method") or "post"
        if method not in ("post", "form-data-post"):
            self.problems.append(Message("form.submission-method", method=method))
        self.form.submission = {
            etree.QName(str(key)).localname: str(value) for key, value in element.attrib.items()
        }
        public_key = self.form.submission.get("base64RsaPublicKey", "").strip()
        if public_key:
            self.public_key(public_key)

    def public_key(self, text: str) -> None:
        """A key that locks nothing is told when the form is read, not when the first interview is finished."""
        try:
            bits = crypto.PublicKey(text).bits
        except crypto.UnusableKey:
            self.problems.append(Message("form.public-key"))
            return
        if bits < _SAFE_BITS:
            self.form.warnings.append(Message("form.short-key", bits=bits, safe=_SAFE_BITS))

    def entities(self) -> None:
        """What the form creates and updates in lists."""
        try:
            entity_declarations.check_version(
                self.model.get(f"{{{entity_declarations.NAMESPACE}}}entities-version") or ""
            )
            self.form.entities = entity_declarations.declarations(self.form.root)
        except FormError as error:
            self.problems.append(error.message)


def _in_namespace(document: etree._Element) -> etree._Element:
    """A form without any namespace for its model is read as if it had the one of XForms, as Collect reads it."""
    if document.find(f".//{_X}model") is None:
        for element in document.iter(etree.Element):
            if not etree.QName(element).namespace:
                element.tag = f"{_X}{element.tag}"
    return document
