import { create, createFileRegistry, type DescService } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_wrappers,
} from '@bufbuild/protobuf/wkt';

const set = create(FileDescriptorSetSchema, {
  file: [
    file_google_protobuf_wrappers.proto,
    create(FileDescriptorProtoSchema, {
      name: 'test/echo.proto',
      package: 'test',
      syntax: 'proto3',
      dependency: ['google/protobuf/wrappers.proto'],
      service: [
        {
          name: 'Echo',
          method: [
            {
              name: 'Say',
              inputType: '.google.protobuf.StringValue',
              outputType: '.google.protobuf.StringValue',
            },
          ],
        },
      ],
    }),
  ],
});

/** `test.Echo/Say`, from StringValue to StringValue. */
export const echoService = createFileRegistry(set).getService('test.Echo') as DescService;
