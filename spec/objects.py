"""The objects of OpenAPI 3.0, 3.1 and 3.2 as one table: which fields each has, and of what kind.

Read `OBJECTS` first. Its lines say: name ("!" if required, "*" for any other name), kind, and the
versions that have the field (all, if it does not say). A kind is the name of another object, one
of `VALUES`, or a choice of words after "="; `[…]` is a list of it, `{…}` a mapping from names to
it, `&` says that a Reference may stand in its place, `|` separates alternatives. `grammar.py`
makes something quick of it, `walk.py` goes through documents by it.
"""

VERSIONS = ("3.0", "3.1", "3.2")

OBJECTS = {
    "OpenAPI": """
        openapi! text
        $self text 3.2+
        info! Info
        jsonSchemaDialect text 3.1+
        servers [Server]
        paths! Paths 3.0
        paths Paths 3.1+
        webhooks {PathItem} 3.1+
        components Components
        security [SecurityRequirement]
        tags [Tag]
        externalDocs ExternalDocumentation""",
    "Info": """
        title! text
        summary text 3.1+
        description text
        termsOfService text
        contact Contact
        license License
        version! text""",
    "Contact": """
        name text
        url text
        email text""",
    "License": """
        name! text
        identifier text 3.1+
        url text""",
    "Server": """
        url! text
        description text
        name text 3.2+
        variables {ServerVariable}""",
    "ServerVariable": """
        enum [text]
        default! text
        description text""",
    "Components": """
        schemas {&Schema}
        responses {&Response}
        parameters {&Parameter}
        examples {&Example}
        requestBodies {&RequestBody}
        headers {&Header}
        securitySchemes {&SecurityScheme}
        links {&Link}
        callbacks {&Callback}
        pathItems {PathItem} 3.1+
        mediaTypes {&MediaType} 3.2+""",
    "Paths": """
        * PathItem""",
    "PathItem": """
        $ref text
        summary text
        description text
        get Operation
        put Operation
        post Operation
        delete Operation
        options Operation
        head Operation
        patch Operation
        trace Operation
        query Operation 3.2+
        additionalOperations {Operation} 3.2+
        servers [Server]
        parameters [&Parameter]""",
    "Operation": """
        tags [text]
        summary text
        description text
        externalDocs ExternalDocumentation
        operationId text
        parameters [&Parameter]
        requestBody &RequestBody
        responses! Responses 3.0
        responses Responses 3.1+
        callbacks {&Callback}
        deprecated boolean
        security [SecurityRequirement]
        servers [Server]""",
    "ExternalDocumentation": """
        description text
        url! text""",
    "Parameter": """
        name! text
        in! =query|header|path|cookie 3.0-3.1
        in! =query|header|path|cookie|querystring 3.2+
        description text
        required boolean
        deprecated boolean
        allowEmptyValue boolean
        style =matrix|label|form|simple|spaceDelimited|pipeDelimited|deepObject 3.0-3.1
        style =matrix|label|form|simple|spaceDelimited|pipeDelimited|deepObject|cookie 3.2+
        explode boolean
        allowReserved boolean
        schema &Schema
        example any
        examples {&Example}
        content {MediaType} 3.0-3.1
        content {&MediaType} 3.2+""",
    "RequestBody": """
        description text
        content! {MediaType} 3.0-3.1
        content! {&MediaType} 3.2+
        required boolean""",
    "MediaType": """
        schema &Schema
        itemSchema &Schema 3.2+
        description text 3.2+
        example any
        examples {&Example}
        encoding {Encoding}
        prefixEncoding [Encoding] 3.2+
        itemEncoding Encoding 3.2+""",
    "Encoding": """
        contentType text
        headers {&Header}
        style =form|spaceDelimited|pipeDelimited|deepObject
        explode boolean
        allowReserved boolean
        encoding {Encoding} 3.2+
        prefixEncoding [Encoding] 3.2+
        itemEncoding Encoding 3.2+""",
    "Responses": """
        default &Response
        * &Response""",
    "Response": """
        summary text 3.2+
        description! text 3.0-3.1
        description text 3.2+
        headers {&Header}
        content {MediaType} 3.0-3.1
        content {&MediaType} 3.2+
        links {&Link}""",
    "Callback": """
        * PathItem""",
    "Example": """
        summary text
        description text
        dataValue any 3.2+
        serializedValue text 3.2+
        value any
        externalValue text""",
    "Link": """
        operationRef text
        operationId text
        parameters {any}
        requestBody any
        description text
        server Server""",
    "Header": """
        description text
        required boolean
        deprecated boolean
        allowEmptyValue boolean 3.0
        style =simple
        explode boolean
        allowReserved boolean 3.0
        schema &Schema
        example any
        examples {&Example}
        content {MediaType} 3.0-3.1
        content {&MediaType} 3.2+""",
    "Tag": """
        name! text
        summary text 3.2+
        description text
        externalDocs ExternalDocumentation
        parent text 3.2+
        kind text 3.2+""",
    "Reference": """
        $ref! text
        summary text 3.1+
        description text 3.1+""",
    "Schema": """
        $ref text 3.1+
        $id text 3.1+
        $schema text 3.1+
        $anchor text 3.1+
        $dynamicRef text 3.1+
        $dynamicAnchor text 3.1+
        $vocabulary {boolean} 3.1+
        $comment text 3.1+
        $defs {&Schema} 3.1+
        definitions {&Schema} 3.1+
        title text
        description text
        type =array|boolean|integer|number|object|string 3.0
        type types 3.1+
        format text
        enum [any]
        const any 3.1+
        multipleOf positive
        maximum number
        exclusiveMaximum boolean 3.0
        exclusiveMaximum number 3.1+
        minimum number
        exclusiveMinimum boolean 3.0
        exclusiveMinimum number 3.1+
        maxLength count
        minLength count
        pattern text
        maxItems count
        minItems count
        uniqueItems boolean
        maxContains count 3.1+
        minContains count 3.1+
        maxProperties count
        minProperties count
        required names
        dependentRequired {names} 3.1+
        not &Schema
        allOf [&Schema]
        oneOf [&Schema]
        anyOf [&Schema]
        if &Schema 3.1+
        then &Schema 3.1+
        else &Schema 3.1+
        dependentSchemas {&Schema} 3.1+
        items &Schema
        prefixItems [&Schema] 3.1+
        contains &Schema 3.1+
        unevaluatedItems &Schema 3.1+
        properties {&Schema}
        patternProperties {&Schema} 3.1+
        additionalProperties &Schema|boolean 3.0
        additionalProperties &Schema 3.1+
        propertyNames &Schema 3.1+
        unevaluatedProperties &Schema 3.1+
        contentEncoding text 3.1+
        contentMediaType text 3.1+
        contentSchema &Schema 3.1+
        default any
        example any
        examples [any] 3.1+
        nullable boolean 3.0
        readOnly boolean
        writeOnly boolean
        deprecated boolean
        discriminator Discriminator
        xml XML
        externalDocs ExternalDocumentation
        * any 3.1+""",
    "Discriminator": """
        propertyName! text
        mapping {text}
        defaultMapping text 3.2+""",
    "XML": """
        nodeType =element|attribute|text|cdata|none 3.2+
        name text
        namespace text
        prefix text
        attribute boolean
        wrapped boolean""",
    "SecurityScheme": """
        type! =apiKey|http|oauth2|openIdConnect 3.0
        type! =apiKey|http|mutualTLS|oauth2|openIdConnect 3.1+
        description text
        name text
        in =query|header|cookie
        scheme text
        bearerFormat text
        flows OAuthFlows
        openIdConnectUrl text
        oauth2MetadataUrl text 3.2+
        deprecated boolean 3.2+""",
    "OAuthFlows": """
        implicit OAuthFlow
        password OAuthFlow
        clientCredentials OAuthFlow
        authorizationCode OAuthFlow
        deviceAuthorization OAuthFlow 3.2+""",
    "OAuthFlow": """
        authorizationUrl text
        deviceAuthorizationUrl text 3.2+
        tokenUrl text
        refreshUrl text
        scopes! {text}""",
    "SecurityRequirement": """
        * [text]""",
}
